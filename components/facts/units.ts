/** Energy and mass for people. Pure. */

const three = (value: number, locale: string): string =>
  value.toLocaleString(locale, { maximumSignificantDigits: Math.abs(value) >= 1000 ? 4 : 3 });

/** Shape: 0.0042 → "4.2 mWh"; 11,000 → "11 kWh"; 2,500,000 → "2.5 MWh" */
export function formatEnergy(wattHours: number, locale: string): string {
  const size = Math.abs(wattHours);
  if (size >= 1e6) return `${three(wattHours / 1e6, locale)} MWh`;
  if (size >= 1000) return `${three(wattHours / 1000, locale)} kWh`;
  if (size > 0 && size < 0.1) return `${three(wattHours * 1000, locale)} mWh`;
  return `${three(wattHours, locale)} Wh`;
}

/** Shape: 160 → "160 g"; 2,500 → "2.5 kg"; 0.004 → "4 mg" */
export function formatMass(grams: number, locale: string): string {
  const size = Math.abs(grams);
  if (size >= 1e6) return `${three(grams / 1e6, locale)} t`;
  if (size >= 1000) return `${three(grams / 1000, locale)} kg`;
  if (size > 0 && size < 0.1) return `${three(grams * 1000, locale)} mg`;
  return `${three(grams, locale)} g`;
}

export const watts = (value: number, locale: string): string => `${three(value, locale)} W`;
