// Before the first paint, so that nobody sees the other theme flash by. A script of its own: nothing is inline.
const theme = localStorage.getItem("kyc-console.theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
const language = localStorage.getItem("kyc-console.language");
if (language === "en" || language === "ka") document.documentElement.lang = language;
