export const es = {
  call: 'Llamada en curso',
  talking: 'En llamada',
  connecting: 'Conectando',
  over: 'Terminada',
  mute: 'Silenciar',
  muted: 'Silenciado',
  hangUp: 'Colgar',
  repeat: 'Pídale que repita',
  elsewhere: 'El sonido está en otra pestaña',
  unknown: 'Cliente',
  refused: 'No hay micrófono',
  refusedHelp:
    'El navegador no tiene permiso para usar el micrófono, o se desconectó. Conéctelo, permítalo junto a la dirección y pruebe otra vez.',
  tryAgain: 'Probar otra vez',
};
