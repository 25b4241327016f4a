/** Every word that is shown or read out. The attribute texts='{"up": "Gefällt mir"}' replaces any of them. */
export const english = {
  label: 'Your feedback',
  up: 'Good image',
  down: 'Bad image',
  stars: 'Rating',
  star: '{n} of 5 stars',
  report: 'Report',
  reported: 'Reported',
  title: 'Report this image',
  reasons: 'What is wrong?',
  doesnt_match_prompt: 'Does not match the prompt',
  contains_artifacts: 'Has visual errors',
  anatomy: 'Wrong anatomy (hands, faces)',
  text_rendering: 'Garbled text',
  low_quality: 'Low quality',
  offensive: 'Offensive or unsafe',
  other: 'Other',
  comment: 'Comment (optional)',
  choose: 'Choose at least one reason.',
  cancel: 'Cancel',
  send: 'Send report',
  sent: 'Thanks',
  saved: 'Saved, will be sent when online',
  refused: 'Not saved',
};

export const reasons = ['doesnt_match_prompt', 'contains_artifacts', 'anatomy', 'text_rendering', 'low_quality', 'offensive', 'other'];
