import { createTheme } from "@fluentui/react/lib/Styling";
import { createDarkTheme, createLightTheme } from "@fluentui/react-components";

const fontFamily =
  '"Segoe UI", "Segoe UI Web (West European)", -apple-system, BlinkMacSystemFont, Roboto, "Helvetica Neue", "Noto Sans CJK JP", sans-serif';

/** Microsoft's blue, from dark to light. @type {import("@fluentui/react-components").BrandVariants} */
const brand = {
  10: "#061724",
  20: "#082338",
  30: "#0a2e4a",
  40: "#0c3b5e",
  50: "#0e4775",
  60: "#0f548c",
  70: "#115ea3",
  80: "#0f6cbd",
  90: "#2886de",
  100: "#479ef5",
  110: "#62abf5",
  120: "#77b7f7",
  130: "#96c6fa",
  140: "#b4d6fa",
  150: "#cfe4fa",
  160: "#ebf3fc",
};

const defaultFontStyle = { fontFamily };

export const v8Themes = {
  light: createTheme({ defaultFontStyle }),
  dark: createTheme({
    defaultFontStyle,
    isInverted: true,
    palette: {
      themePrimary: "#2899f5",
      themeLighterAlt: "#02060a",
      themeLighter: "#061827",
      themeLight: "#0c2e49",
      themeTertiary: "#185c93",
      themeSecondary: "#2286d7",
      themeDarkAlt: "#3ca2f6",
      themeDark: "#59b0f7",
      themeDarker: "#82c3f9",
      neutralLighterAlt: "#252423",
      neutralLighter: "#292827",
      neutralLight: "#323130",
      neutralQuaternaryAlt: "#3b3a39",
      neutralQuaternary: "#484644",
      neutralTertiaryAlt: "#605e5c",
      neutralTertiary: "#a19f9d",
      neutralSecondary: "#d2d0ce",
      neutralPrimaryAlt: "#e1dfdd",
      neutralPrimary: "#f3f2f1",
      neutralDark: "#faf9f8",
      black: "#ffffff",
      white: "#1b1a19",
    },
  }),
};

export const v9Themes = {
  light: { ...createLightTheme(brand), fontFamilyBase: fontFamily },
  // The same ground as v8's, because both stand on one page.
  dark: {
    ...createDarkTheme(brand),
    fontFamilyBase: fontFamily,
    colorNeutralBackground1: "#1b1a19",
    colorSubtleBackground: "transparent",
  },
};
