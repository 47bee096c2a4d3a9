/** The invented person of every simulated document. Nobody has this name, number or address. */
export const persona = {
  local_first_name: "ნიმუში",
  local_last_name: "სატესტო",
  first_name: "Nimushi",
  last_name: "Satesto",
  birthday: "1/8/1990",
  birthday_time: "1990-01-08T00:00:00.000Z",
  age: 36,
  birth_place: "Tbilisi",
  citizenship: "GEO",
  nationality: "GEO",
  document_number: "00SIM0000",
  document_issued: "6/28/2021",
  document_issued_time: "2021-06-28T00:00:00.000Z",
  document_expires: "6/28/2031",
  document_expires_time: "2031-06-28T00:00:00.000Z",
  personal_number: "00000000000",
  authority: "Simulated Authority",
  issuing_state: "GEO",
  sex: "M",
  address: "1 Example Street, Tbilisi",
  email: "applicant@example.com",
  phoneNumber: "+995555000000",
  status: "FIELDS_MATCH",
} as const;

export const cardFront = {
  Given_Names_en_US: persona.first_name,
  Surname_en_US: persona.last_name,
  citizenship: "GEO",
  Sex_en_US: persona.sex,
  Personal_Number_en_US: persona.personal_number,
  Date_of_Birth_en_US: persona.birthday,
  Date_of_Expiry_en_US: persona.document_expires,
  Document_Number_en_US: persona.document_number,
  Date_of_Birth_ISO: persona.birthday_time,
  Date_of_Expiry_ISO: persona.document_expires_time,
} as const;

export const cardBack = {
  Date_of_Issue_en_US: persona.document_issued,
  Issuing_State_Code_en_US: persona.issuing_state,
  Place_of_Birth_en_US: persona.birth_place,
  Date_of_Issued_ISO: persona.document_issued_time,
} as const;

export const proofOfAddress = {
  documentType: "UTILITY_BILL",
  typeId: "utility_bill",
  permanent: null,
  pages: [
    {
      typeId: "utility-bill",
      final: {
        street: "Example Street",
        streetNumber: "1",
        city: "Tbilisi",
        country: "Georgia",
        countryCode: "GEO",
        postalCode: "0100",
        documentIssued: "1/15/2026",
        documentIssuedTime: "2026-01-15T00:00:00",
        issuingAuthority: "Simulated Power Company",
        address: persona.address,
        fullName: `${persona.first_name} ${persona.last_name}`,
        firstName: persona.first_name,
        lastName: persona.last_name,
      },
      documentPages: [{ pageNumber: 1 }],
      pageNumber: 1,
      statuses: [],
    },
  ],
} as const;
