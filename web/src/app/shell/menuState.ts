import { ref } from 'vue';

/** Whether the menu is open on a narrow screen. */
export const menuOpen = ref(false);
