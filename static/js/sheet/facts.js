// The facts of a visit as this page has them: what the server will make of the same marks. What takes something off or triggers a red line, with its
// words and the numbers of its evidence; no marks.

/** `files`: [{number, ref, name, code}] of what is on the sheet or on its way. Gives {visit: [at, place], facts: [[code, text, [number]]],
 *  evidence: [[number, ref, name]]}. */
export function factsOf(form, files) {
  const rows = form.rows.filter((row) => row.deducts && !row.optional);
  const facts = rows.map((row) => [row.code, row.reason, files.filter(({ code }) => code === row.code).map(({ number }) => number)]);
  const named = new Set(facts.flatMap(([, , numbers]) => numbers));
  const value = (code) => form.fields.find((field) => field.code === code)?.value ?? "";
  return {
    visit: [value("@at").slice(0, 16), value("@place")],
    facts,
    evidence: files.filter(({ number }) => named.has(number)).map(({ number, ref, name }) => [number, ref, name]),
  };
}

/** Whether what was shown then is what would be shown now. A file is known by its number: it never comes to mean another one. */
export const sameFacts = (one, other) => JSON.stringify([one.visit, one.facts]) === JSON.stringify([other.visit, other.facts]);

// As the server compares names (organization.names): without case, width, blanks, marks and what stands in brackets, in any order of the words.
const BRACKETED = /\([^()]*\)|\[[^[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|〈[^〈〉]*〉|《[^《》]*》|「[^「」]*」/g;
const wordsOf = (text) => text.replace(/[^\p{L}\p{N}]+/gu, " ").trim().split(" ").filter(Boolean);

function spellings(name) {
  const plain = name.normalize("NFKC").toLowerCase();
  const outside = wordsOf(plain.replace(BRACKETED, " "));
  const words = outside.length ? outside : wordsOf(plain);
  return words.length ? [words.join(""), [...words].sort().join("")] : [];
}

export const isSameName = (one, other) => spellings(one).some((spelling) => spellings(other).includes(spelling));

/** {field: name of the sentence} of what is missing or not right; `assessors`: names that neither sign nor witness. */
export function confirmationProblems(said, assessors) {
  const problems = {};
  const isSigned = said.outcome === "signed";
  const wanted = { name: "noName", post: "noPost", ...(!isSigned && { refusal: "noRefusal", witness: "noWitness" }) };
  for (const [field, sentence] of Object.entries(wanted)) if (!said[field].trim()) problems[field] = sentence;
  if (isSigned && !said.signature && !said.paper) problems.signature = "noSignature";
  for (const field of isSigned ? ["name"] : ["name", "witness"]) {
    if (assessors.some((name) => isSameName(said[field], name))) problems[field] ??= "notAssessor";
  }
  if (!isSigned && isSameName(said.witness, said.name)) problems.witness ??= "notTheSame";
  return problems;
}
