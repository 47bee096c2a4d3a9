import type { Language } from "./languages.ts";
import type { LaunchState } from "./launch-state.ts";

/** What a page can be about: a session's state, or why there is none. */
export type PageKind = LaunchState["kind"] | "unknown" | "busy" | "failed";

/** A page's words. */
export interface PageTexts {
  readonly name: string;
  readonly title: string;
  readonly kinds: Readonly<Record<PageKind, { readonly heading: string; readonly text: string }>>;
  /** Of a link that has lapsed, where the provider gives fresh ones. */
  readonly renewable: string;
  readonly goOn: string;
  readonly renew: string;
  readonly goBack: string;
  readonly until: (time: string) => string;
  readonly phone: { readonly heading: string; readonly text: string; readonly code: string };
}

const english: PageTexts = {
  name: "English",
  title: "Identity check",
  kinds: {
    open: {
      heading: "Confirm your identity",
      text: "You go on to the secure page of our identity check partner. Have your identity document ready.",
    },
    lapsed: {
      heading: "This link has lapsed",
      text: "Go back to the app or website that sent you here, and start again there.",
    },
    not_ready: {
      heading: "Not ready yet",
      text: "Your check is being prepared. Reload this page in a moment.",
    },
    waiting: {
      heading: "Nothing left to do here",
      text: "What you sent has arrived and is being looked at. You will hear from the service that asked for the check.",
    },
    over: {
      heading: "This check is finished",
      text: "There is nothing left to do here. Go back to the app or website that sent you here.",
    },
    unknown: {
      heading: "This link is not valid",
      text: "Make sure that you opened the whole link, or go back to the app or website that sent it to you.",
    },
    busy: { heading: "Too many tries", text: "Wait a minute, then try again." },
    failed: { heading: "This does not work right now", text: "Try again in a minute." },
  },
  renewable: "You can get a fresh link and go on.",
  goOn: "Continue",
  renew: "Get a fresh link",
  goBack: "Go back",
  until: (time) => `This link works until ${time}.`,
  phone: {
    heading: "Continue on your phone",
    text: "Scan this code with your phone's camera. It opens this same page.",
    code: "QR code with the address of this page",
  },
};

const georgian: PageTexts = {
  name: "ქართული",
  title: "პირადობის შემოწმება",
  kinds: {
    open: {
      heading: "დაადასტურეთ თქვენი ვინაობა",
      text: "გადახვალთ ჩვენი პარტნიორის დაცულ გვერდზე, სადაც შემოწმდება თქვენი ვინაობა. მოამზადეთ პირადობის დამადასტურებელი დოკუმენტი.",
    },
    lapsed: {
      heading: "ბმულს ვადა გაუვიდა",
      text: "დაბრუნდით აპლიკაციაში ან ვებგვერდზე, საიდანაც მოხვედით, და იქ დაიწყეთ თავიდან.",
    },
    not_ready: {
      heading: "ჯერ მზად არ არის",
      text: "შემოწმება მზადდება. ცოტა ხანში განაახლეთ ეს გვერდი.",
    },
    waiting: {
      heading: "აქ მეტი არაფერია გასაკეთებელი",
      text: "თქვენი მონაცემები მიღებულია და განიხილება. შედეგს შეგატყობინებთ სერვისი, რომელმაც შემოწმება მოგთხოვათ.",
    },
    over: {
      heading: "შემოწმება დასრულებულია",
      text: "აქ მეტი არაფერია გასაკეთებელი. დაბრუნდით აპლიკაციაში ან ვებგვერდზე, საიდანაც მოხვედით.",
    },
    unknown: {
      heading: "ბმული არასწორია",
      text: "შეამოწმეთ, მთლიანად გახსენით თუ არა ბმული, ან დაბრუნდით აპლიკაციაში ან ვებგვერდზე, საიდანაც მოხვედით.",
    },
    busy: { heading: "ძალიან ბევრი მცდელობა", text: "დაიცადეთ ერთი წუთი და სცადეთ თავიდან." },
    failed: { heading: "ამჟამად ვერ ხერხდება", text: "სცადეთ თავიდან ერთ წუთში." },
  },
  renewable: "შეგიძლიათ მიიღოთ ახალი ბმული და გააგრძელოთ.",
  goOn: "გაგრძელება",
  renew: "ახალი ბმულის მიღება",
  goBack: "უკან დაბრუნება",
  until: (time) => `ბმული მოქმედებს ამ დრომდე: ${time}.`,
  phone: {
    heading: "გააგრძელეთ ტელეფონით",
    text: "დაასკანერეთ ეს კოდი ტელეფონის კამერით. გაიხსნება იგივე გვერდი.",
    code: "QR კოდი ამ გვერდის მისამართით",
  },
};

/** The page's words in each of its languages. */
export const pageTexts: Readonly<Record<Language, PageTexts>> = { en: english, ka: georgian };
