// The desk's own words. What the assistant and the people say comes from the server.
export const REASONS = {
  asked: "Bad om et menneske", failures: "Assistenten fandt ikke svaret", anger: "Er utilfreds",
  crisis: "Krise: tag den først", rule: "Emnet kræver et menneske",
};

export const HAPPENED = {
  asked: "Kom i køen", taken: "Tog samtalen", given_back: "Gav assistenten samtalen", put_back: "Lagde den tilbage i køen",
  moved: "Stillede videre", invited: "Inviterede", stepped_out: "Gik ud af samtalen", closed: "Afsluttede", left: "Forlod køen",
  timed_out: "Svarede ikke, så den kom tilbage i køen", silent: "Brugeren svarede ikke", called_back: "Bliver ringet op",
  erased: "Slettede samtalen", noted: "Notat", shared: "Delte det følsomme",
};

export const texts = {
  queue: "Kø", nobodyWaits: "Ingen venter lige nu.", take: "Tag samtalen", takes: "Tager …", waited: "Har ventet", returned: "Har talt med en kollega før",
  waits: (n) => (n === 1 ? "1 venter" : `${n} venter`),
  mine: "Dine samtaler", noneMine: "Du har ingen samtaler. Tag den øverste i køen.",
  unread: (n) => (n === 1 ? "1 ulæst" : `${n} ulæste`),
  invited: "Inviteret", ended: "Afsluttet",
  open: "Chatten er åben", closed: "Chatten er lukket", until: (at) => ` til kl. ${at}`, alone: "Ingen kolleger her", present: (names) => `Også her: ${names}`,
  available: "Jeg tager samtaler", away: "Jeg er væk fra chatten: nye får ikke at vide, at du er her. Dine samtaler beholder du.",
  offline: "Ingen forbindelse. Det, du skriver, bliver her og sendes, når forbindelsen er tilbage.", online: "Forbindelsen er tilbage.",
  signedOff: "Du er ikke længere logget ind. Det, du skrev, ligger her endnu.", signOn: "Log ind igen",
  choose: "Tag en samtale fra køen, eller vælg en af dine.", chooseTitle: "Ingen samtale valgt",
  loading: "Henter samtalen …", loadFailed: "Samtalen kunne ikke hentes.", retry: "Prøv igen", back: "‹ Køen",
  log: "Samtale", you: "Dig", bot: "Assistenten", system: "Besked",
  before: (n) => `Før samtalen med dig (${n === 1 ? "1 besked" : `${n} beskeder`})`,
  compose: (name) => `Skriv til ${name}`, hint: "Enter sender, Shift + Enter giver ny linje", send: "Send", tooLong: "Beskeden er for lang. Del den i to.",
  types: (name) => `${name} skriver …`, sending: "Sender …", sent: "Sendt", notSent: "Ikke sendt.",
  newMessages: "Nye beskeder", attached: "Emnekort følger med:", detach: "Fjern emnekortet",
  failed: "Det gik ikke. Prøv igen om lidt.", noNetwork: "Der er ingen forbindelse. Prøv igen, når den er tilbage.",
  cancel: "Fortryd", close: "Luk", more: "Flere valg",
  over: "Samtalen er slut.", gone: "Du har ikke samtalen længere.", dismiss: "Fjern fra listen",
  guestOnly: (name) => `${name} har samtalen. Du er inviteret og kan skrive med.`,
  // What is done with a conversation
  finish: "Afslut", finishTitle: "Afslut samtalen", finishText: "Brugeren får at vide, hvad der kom ud af det, og bliver spurgt, om det hjalp.", outcome: "Hvad kom der ud af det?", farewell: "Besked til brugeren (kan udelades)",
  giveBack: "Giv tilbage til assistenten", giveBackText: "Assistenten svarer igen. Brugeren kan se beskeden.", giveBackNote: "Besked til brugeren (kan udelades)",
  putBack: "Læg tilbage i køen", putBackText: "En kollega kan tage den. Brugeren får at vide, at der kommer en anden.", internal: "Internt notat til kollegaen (kan udelades)",
  transfer: "Stil videre til en kollega", transferText: "Kollegaen får samtalen med det samme, og du slipper den.", to: "Kollega", chooseOne: "Vælg", nobodyThere: "Der er ingen kolleger ved chatten lige nu.",
  invite: "Invitér en kollega med", inviteText: "Kollegaen kan læse og skrive med. Du har stadig samtalen. Brugeren får det at vide.",
  note: "Skriv et internt notat", noteText: "Brugeren kan ikke se det. Skriv ikke mere om personen, end kollegerne har brug for.", noteLabel: "Notat", save: "Gem notatet",
  stepOut: "Gå ud af samtalen", stepOutText: "Du kan ikke længere læse eller skrive med.",
  after: {
    close: "Samtalen er slut.", transfer: "Du har stillet samtalen videre.", step_out: "Du er gået ud af samtalen.",
    put_back: "Samtalen er lagt tilbage i køen.", give_back: "Assistenten har samtalen igen.",
  },
  // The side
  about: "Om henvendelsen", person: "Hvem", reason: "Hvorfor", asked: "Spurgte om", words: "Skrev sidst", way: "Vejen gennem spørgsmålene", shown: "Har fået vist", cases: "Nævnte sager", draft: "Kladde", suggestion: "Assistentens bud", topic: "Emne",
  sure: (p) => `${p} % sikker`, noTitle: "Sagen kan du ikke se med din rolle", history: "Forløb og notater", withheld: "Emnet er følsomt. Du kan se resten, når brugeren har delt det med dig.",
  askToShare: "Bed brugeren om at dele", askedToShare: "Brugeren er spurgt. Resten kommer, når der bliver sagt ja.", draftHidden: "Brugeren har en følsom kladde, som ikke er delt med dig.", english: "Brugeren skriver engelsk.", filled: (n) => (n === 1 ? "1 felt udfyldt" : `${n} felter udfyldt`),
  answers: "Svar og sider", search: "Søg i emnesiderne", searchButton: "Søg", searching: "Søger …", found: (n) => (n === 1 ? "1 sted fundet" : `${n} steder fundet`), nothing: "Ingen sider passer. Prøv med andre ord.", fromLast: "Ud fra det, brugeren skrev",
  insert: "Indsæt", insertOf: (title) => `Indsæt i skrivefeltet: ${title}`, attach: "Foreslå", attachOf: (title) => `Foreslå emnet i din næste besked: ${title}`, source: "Kilde", inserted: "Indsat i skrivefeltet. Læs det igennem, før du sender.", attachedNow: "Emnekortet følger med din næste besked.",
  phrases: "Faste svar",
  report: "Indberetning sammen", reportText: "Du udfylder, brugeren ser det hele og sender selv. Du kan ikke sende for dem.", solution: "Hvilken indberetning?", begin: "Begynd", usersOwn: "Det kan kun brugeren selv give, i assistenten:", usersMust: "Det skal med. Giv samtalen tilbage til assistenten: kladden er gemt, og brugeren gør den færdig dér.", skip: "Spring over",
  again: "Ret", askToSend: "Vis brugeren det hele, og bed om et ja", askedToSend: "Brugeren har fået det hele vist og kan sende det.", nextField: "Gem og gå videre",
  // Shortcuts and attention
  shortcuts: "Genveje", settings: "Genveje og indstillinger", useShortcuts: "Brug genveje på tastaturet", sound: "Lyd, når der sker noget", notify: "Vis besked på skærmen, når vinduet er gemt væk", notifyText: "Beskeden viser aldrig, hvem det er, eller hvad der står.", notifyDenied: "Browseren har sagt nej til beskeder for denne side. Det kan ændres i browserens indstillinger.",
  notice: "Der er nyt ved 1.-linje",
};
