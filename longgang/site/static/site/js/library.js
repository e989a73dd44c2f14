/** Brings a vendored library that is no module; its element is gone again once it has run. */
const coming = new Map();

export function bring(address) {
  if (!coming.has(address)) {
    coming.set(
      address,
      new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = address;
        script.onload = () => resolve(script.remove());
        script.onerror = () => {
          coming.delete(address);
          reject(new Error(`${address} did not come`));
        };
        document.head.append(script);
      }),
    );
  }
  return coming.get(address);
}
