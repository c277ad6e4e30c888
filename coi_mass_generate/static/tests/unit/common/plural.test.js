import {expect, test} from "@odoo/hoot";
import {plural} from "@coi_mass_generate/common/plural";

test("one thing is told of in the singular, any other number in the plural", () => {
    const words = [0, 1, 2, 1000].map((count) => plural(count, "holder", "holders"));
    expect(words).toEqual(["holders", "holder", "holders", "holders"]);
});
