// Takes worker and caches of the app away; IndexedDB with the drafts stays.

async function repair() {
  for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
  for (const name of await caches.keys()) if (name.startsWith("kerja-")) await caches.delete(name);
}

const place = document.getElementById("hasil");
repair().then(
  () => place && (place.textContent = "Sudah diperbaiki. Buka Kerja Pokja saat ada sinyal, agar berkasnya diambil lagi."),
  () => place && (place.textContent = "Belum berhasil. Tutup peramban, lalu buka halaman ini lagi."),
);
