/** What the applicant reads before, and after, playing. The rest of the page speaks English. */
export interface PageStrings {
  readonly notice: string;
  readonly verify: string;
  readonly explain: string;
  readonly agree: string;
  readonly start: string;
  readonly decline: string;
  readonly approved: string;
  readonly rejected: string;
  readonly inReview: string;
  readonly declined: string;
  readonly lapsed: string;
  readonly back: string;
}

const english: PageStrings = {
  notice: "This is a simulator. No camera is used, and nothing about you is read or kept.",
  verify: "Verify your identity",
  explain:
    "At the real provider you would now photograph your document and your face. Here, you choose how it ends.",
  agree: "Agree and start",
  start: "Start",
  decline: "Decline the terms",
  approved: "Identity verified",
  rejected: "Identity not verified",
  inReview: "Waiting for a manual check",
  declined: "Terms declined",
  lapsed: "This session has lapsed",
  back: "Back to the site you came from",
};

const translations: Readonly<Record<string, PageStrings>> = {
  en: english,
  es: {
    notice: "Esto es un simulador. No se usa la cámara ni se lee o guarda ningún dato suyo.",
    verify: "Verifique su identidad",
    explain:
      "Con el proveedor real, ahora fotografiaría su documento y su rostro. Aquí usted elige cómo termina.",
    agree: "Aceptar y comenzar",
    start: "Comenzar",
    decline: "Rechazar las condiciones",
    approved: "Identidad verificada",
    rejected: "Identidad no verificada",
    inReview: "En espera de revisión manual",
    declined: "Condiciones rechazadas",
    lapsed: "Esta sesión ha caducado",
    back: "Volver al sitio de origen",
  },
  ka: {
    notice: "ეს სიმულატორია. კამერა არ გამოიყენება და თქვენი მონაცემები არ იკითხება და არ ინახება.",
    verify: "დაადასტურეთ ვინაობა",
    explain: "ნამდვილ პროვაიდერთან ახლა გადაიღებდით დოკუმენტსა და სახეს. აქ თქვენ ირჩევთ შედეგს.",
    agree: "ვეთანხმები და ვიწყებ",
    start: "დაწყება",
    decline: "არ ვეთანხმები პირობებს",
    approved: "ვინაობა დადასტურებულია",
    rejected: "ვინაობა ვერ დადასტურდა",
    inReview: "ელოდება ხელით შემოწმებას",
    declined: "პირობები უარყოფილია",
    lapsed: "სესიის ვადა ამოიწურა",
    back: "საიტზე დაბრუნება",
  },
  lt: {
    notice: "Tai simuliatorius. Kamera nenaudojama, jokie jūsų duomenys neskaitomi ir nesaugomi.",
    verify: "Patvirtinkite savo tapatybę",
    explain: "Pas tikrąjį teikėją dabar fotografuotumėte dokumentą ir veidą. Čia pabaigą pasirenkate jūs.",
    agree: "Sutikti ir pradėti",
    start: "Pradėti",
    decline: "Nesutikti su sąlygomis",
    approved: "Tapatybė patvirtinta",
    rejected: "Tapatybė nepatvirtinta",
    inReview: "Laukiama rankinio patikrinimo",
    declined: "Sąlygos atmestos",
    lapsed: "Šios sesijos laikas baigėsi",
    back: "Grįžti į svetainę",
  },
};

export interface PageLanguage {
  /** For the `lang` attribute of the page. */
  readonly code: string;
  /** The language that `strings` are in: English where there is no translation. */
  readonly stringsCode: string;
  readonly strings: PageStrings;
}

/** Identomat writes Greek as `gr`; both providers may write a region. What is no language tag becomes English. */
export function chooseLanguage(requested: string): PageLanguage {
  const code = requested === "gr" ? "el" : requested.replace("_", "-");
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(code))
    return { code: "en", stringsCode: "en", strings: english };
  const stringsCode = code.slice(0, 2);
  const strings = translations[stringsCode];
  return strings === undefined
    ? { code, stringsCode: "en", strings: english }
    : { code, stringsCode, strings };
}
