/** Somebody in the simulated lists. Nobody has these names. */
export interface ListedPerson {
  readonly personId: string;
  readonly name: string;
  readonly birthday: string;
  readonly topics: readonly string[];
}

export const listed: readonly ListedPerson[] = [
  {
    personId: "67137933a2176f0797f1e601",
    name: "Listeda Sanqtsiashvili",
    birthday: "1952-10-07",
    topics: ["Sanctioned entity", "Politician"],
  },
  {
    personId: "67137933a2176f0797f1e602",
    name: "Listeda Maghalidze",
    birthday: "1971-01-01",
    topics: ["Close associate"],
  },
  {
    personId: "67137933a2176f0797f1e603",
    name: "Regina Warnadze",
    birthday: "1984-03-02",
    topics: ["Regulator warning", "Galactic nuisance"],
  },
];

/** Out of 100: how many words of the searched name are the listed person's. */
export function scoreName({ name }: ListedPerson, searched: string): number {
  const own = new Set(name.toLowerCase().split(/\s+/));
  const words = searched.trim().toLowerCase().split(/\s+/);
  return Math.round((100 * words.filter((word) => own.has(word)).length) / Math.max(words.length, own.size));
}

/** The documented shape of get-screening-person-details. */
export function describeListed({ name, birthday, topics }: ListedPerson): Record<string, unknown> {
  const [firstName, lastName] = name.split(" ");
  return {
    entityType: "person",
    firstName,
    middleName: null,
    lastName,
    gender: "female",
    birthdayTime: birthday,
    nationality: "GE",
    extraDetails: [
      {
        groupName: "Profile",
        details: [
          {
            detailName: name,
            properties: [
              { propertyName: "Position", value: ["Simulated president", "chairperson"], type: "list" },
              { propertyName: "Topics", value: topics, type: "list" },
            ],
          },
        ],
      },
      {
        groupName: "Sanctions",
        details: [
          {
            detailName: "Simulated Department of Foreign Affairs",
            properties: [
              { propertyName: "Start Date", value: ["2022-02-28"], type: "date" },
              { propertyName: "Program", value: [""], type: "string" },
              { propertyName: "Source Url", value: ["https://sanctions.example/"], type: "url" },
            ],
          },
        ],
      },
    ],
  };
}
