import type { CountryCode } from "@kyc-gateway/adapter-spec/v1";

/** ISO 3166-1 as of 2024: alpha-2 and alpha-3 of every assigned country, written together. */
export const assignedCountries =
  "ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE " +
  "BABIH BBBRB BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS " +
  "BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN " +
  "COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST " +
  "EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF " +
  "GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD " +
  "HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM " +
  "JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA " +
  "LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD " +
  "MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM " +
  "NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG " +
  "PHPHL PKPAK PLPOL PMSPM PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA " +
  "SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD " +
  "STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON " +
  "TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR " +
  "VNVNM VUVUT WFWLF WSWSM YEYEM YTMYT ZAZAF ZMZMB ZWZWE";
/** Codes beside ISO's: machine-readable zones (ICAO 9303, part 3, section 5), user-assigned and common ones. */
export const otherCountryCodes: Readonly<Record<string, CountryCode>> = {
  D: "DEU",
  EL: "GRC",
  UK: "GBR",
  GBD: "GBR",
  GBN: "GBR",
  GBO: "GBR",
  GBP: "GBR",
  GBS: "GBR",
  KS: "XKX",
  RKS: "XKX",
  XK: "XKX",
  XKK: "XKX",
  XKX: "XKX",
};

/** English names beside those of the platform's own table (CLDR). */
export const otherCountryNames: Readonly<Record<string, CountryCode>> = {
  "Bolivia, Plurinational State of": "BOL",
  "Bonaire, Sint Eustatius and Saba": "BES",
  "British Virgin Islands": "VGB",
  "Brunei Darussalam": "BRN",
  Burma: "MMR",
  "Cabo Verde": "CPV",
  Congo: "COG",
  "Congo, Democratic Republic of the": "COD",
  "Czech Republic": "CZE",
  "Democratic Republic of the Congo": "COD",
  "Great Britain": "GBR",
  "Holy See": "VAT",
  "Hong Kong": "HKG",
  "Iran, Islamic Republic of": "IRN",
  "Islamic Republic of Iran": "IRN",
  "Ivory Coast": "CIV",
  "Korea, Democratic People's Republic of": "PRK",
  "Korea, Republic of": "KOR",
  Kosovo: "XKX",
  "Lao People's Democratic Republic": "LAO",
  Macao: "MAC",
  Macau: "MAC",
  "Micronesia, Federated States of": "FSM",
  "Moldova, Republic of": "MDA",
  Myanmar: "MMR",
  "Netherlands, Kingdom of the": "NLD",
  Palestine: "PSE",
  "Palestine, State of": "PSE",
  "Republic of Korea": "KOR",
  "Republic of Kosovo": "XKX",
  "Republic of Moldova": "MDA",
  "Russian Federation": "RUS",
  "Saint Barthelemy": "BLM",
  "Saint Kitts and Nevis": "KNA",
  "Saint Lucia": "LCA",
  "Saint Vincent and the Grenadines": "VCT",
  Swaziland: "SWZ",
  "Syrian Arab Republic": "SYR",
  "Taiwan, Province of China": "TWN",
  "Tanzania, United Republic of": "TZA",
  "The Gambia": "GMB",
  "The Netherlands": "NLD",
  Turkey: "TUR",
  Turkiye: "TUR",
  "United Kingdom of Great Britain and Northern Ireland": "GBR",
  "United Republic of Tanzania": "TZA",
  "United States of America": "USA",
  "Venezuela, Bolivarian Republic of": "VEN",
  "Viet Nam": "VNM",
};
