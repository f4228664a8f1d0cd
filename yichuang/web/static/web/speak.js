// The browser's own voice, in Chinese. Where there is none, or the browser keeps it silent
// until somebody touches the page, the screen alone says everything.
const voice = window.speechSynthesis;

export const canSpeak = Boolean(voice && window.SpeechSynthesisUtterance);

// Say a sentence after those already waiting; `refused` is called where the browser won't.
export function speak(sentence, refused = () => {}) {
  if (!canSpeak || !sentence) return;
  const said = new SpeechSynthesisUtterance(sentence);
  said.lang = "zh-CN";
  said.rate = 0.9;
  const chinese = voice.getVoices().find((one) => one.lang.replace("_", "-").startsWith("zh"));
  if (chinese) said.voice = chinese;
  said.addEventListener("error", (event) => {
    if (event.error === "not-allowed") refused();
  });
  voice.speak(said);
}
