/** The small checks: IBAN, card, days, people, vehicles. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expiryFault, isCardNumber, isSecurityCode } from "./card.ts";
import { addYears, berlinDay, fullYears, isDay } from "./days.ts";
import { formatIban, ibanFault } from "./iban.ts";
import { isEmail, isHouseNumber, isName, isPhone, isPostcode, isStreet } from "./person.ts";
import { formatPlate, isPlate } from "./vehicle.ts";

const IBANS = [
  "DE89370400440532013000",
  "AT611904300234573201",
  "CH9300762011623852957",
  "NL91ABNA0417164300",
];

describe("IBAN", () => {
  test.each(IBANS)("%s is valid, also in groups and lower case", iban => {
    expect(ibanFault(iban)).toBeNull();
    expect(ibanFault(formatIban(iban.toLowerCase()))).toBeNull();
  });

  test("every single wrong digit is noticed", () => {
    fc.assert(
      fc.property(fc.constantFrom(...IBANS), fc.nat(), fc.integer({ min: 1, max: 9 }), (iban, at, by) => {
        const digits = [...iban.matchAll(/\d/g)].map(match => match.index);
        const index = digits[at % digits.length] ?? 2;
        const wrong = iban.slice(0, index) + ((Number(iban[index]) + by) % 10) + iban.slice(index + 1);
        expect(ibanFault(wrong)).toBe("ibanChecksum");
      }),
    );
  });

  test("every two neighbouring digits the wrong way round are noticed", () => {
    fc.assert(
      fc.property(fc.constantFrom(...IBANS), fc.integer({ min: 4, max: 14 }), (iban, at) => {
        fc.pre(iban[at] !== iban[at + 1]);
        const wrong = iban.slice(0, at) + iban[at + 1] + iban[at] + iban.slice(at + 2);
        expect(ibanFault(wrong)).not.toBeNull();
      }),
    );
  });

  test("country and length have their own message", () => {
    expect(ibanFault("XX89370400440532013000")).toBe("ibanCountry");
    expect(ibanFault("DE8937040044053201300")).toBe("ibanLength");
    expect(ibanFault("")).toBe("ibanCountry");
  });

  test("grouping keeps every sign and is stable", () => {
    fc.assert(
      fc.property(fc.string(), text => {
        const once = formatIban(text);
        expect(formatIban(once)).toBe(once);
        expect(
          once
            .split(" ")
            .slice(0, -1)
            .every(group => group.length === 4),
        ).toBe(true);
      }),
    );
  });
});

describe("card", () => {
  test.each(["4111 1111 1111 1111", "5555-5555-5555-4444", "378282246310005"])(
    "%s is a card number",
    number => {
      expect(isCardNumber(number)).toBe(true);
    },
  );

  test.each(["", "4111 1111 1111 1112", "0", "4111111111111111a", "0000 0000"])("%j is none", number => {
    expect(isCardNumber(number)).toBe(false);
  });

  test("a card is good to the end of its month", () => {
    expect(expiryFault("03/26", "2026-03-31")).toBeNull();
    expect(expiryFault("03 / 2026", "2026-03-31")).toBeNull();
    expect(expiryFault("03/26", "2026-04-01")).toBe("expiryPast");
    expect(expiryFault("3/26", "2026-01-01")).toBe("expiryFormat");
    expect(expiryFault("00/27", "2026-01-01")).toBe("expiryFormat");
  });

  test("the security code has three or four digits", () => {
    expect(["123", "1234"].every(isSecurityCode)).toBe(true);
    expect(["", "12", "12345", "12a"].some(isSecurityCode)).toBe(false);
  });
});

describe("days", () => {
  test("only real days count", () => {
    expect(["2024-02-29", "1999-12-31"].every(isDay)).toBe(true);
    expect(["2023-02-29", "2024-13-01", "2024-1-1", "", "20240101", "2024-02-29T00:00"].some(isDay)).toBe(
      false,
    );
  });

  test("a year later is a full year later", () => {
    const days = fc.date({ min: new Date("1900-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 90 }), (date, years) => {
        const day = date.toISOString().slice(0, 10);
        expect(fullYears(day, addYears(day, years))).toBe(years);
      }),
    );
  });

  test("the day turns at midnight in Berlin", () => {
    expect(berlinDay(Date.parse("2026-07-01T21:59:59Z"))).toBe("2026-07-01");
    expect(berlinDay(Date.parse("2026-07-01T22:00:00Z"))).toBe("2026-07-02");
  });
});

describe("people", () => {
  test.each([
    [isName, ["Müller-Lüdenscheidt", "O’Connor", "Jean-Luc", "Ng", "Yılmaz"], ["", "R2D2", "a@b", "<b>"]],
    [
      isEmail,
      ["a@b.de", "wiebke.h+x@mail.example.org"],
      ["a@b", "a b@c.de", "@c.de", "a@@c.de", "a@c..de", "<a@b.de>"],
    ],
    [isPhone, ["040 555 0190", "+49 (0)40-5550190", "0151/12345678"], ["12345", "abc", "1".repeat(16), "+"]],
    [isPostcode, ["01067", "20457", "99998"], ["00000", "2045", "204570", "2O457", "99999"]],
    [isHouseNumber, ["1", "12 b", "12a-14", "7/8"], ["", "b", "12345", "12 bb"]],
    [isStreet, ["Große Elbstraße", "Straße des 17. Juni", "Am Markt 3"], ["", "17", "<x>"]],
  ] as const)("%o tells right from wrong", (check, right, wrong) => {
    expect(right.filter(text => !check(text))).toEqual([]);
    expect(wrong.filter(check)).toEqual([]);
  });
});

describe("number plate", () => {
  test("right and wrong ones", () => {
    expect(
      ["HH-NW 2024", "B A 1", "WÜ-X 12E", "M-AB 123H", "hh-nw 1"].filter(text => !isPlate(text)),
    ).toEqual([]);
    const wrong = [
      "HHNW2024",
      "HH-NW 0",
      "HH-NW 20245",
      "HHHH-A 1",
      "HH-ABC 1",
      "HSK-AB 1234",
      "HH-NW 123X",
      "",
    ];
    expect(wrong.filter(isPlate)).toEqual([]);
  });

  test("is written as on the plate", () => {
    expect(formatPlate(" hh nw2024 ")).toBe("HH-NW 2024");
    expect(formatPlate("hh-nw 12e")).toBe("HH-NW 12E");
    expect(formatPlate("nonsense")).toBe("NONSENSE");
  });
});
