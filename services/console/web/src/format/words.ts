const PLATFORMS: Readonly<Record<string, string>> = {
  instagram: 'Instagram',
  tiktok: 'TikTok',
  youtube: 'YouTube',
  twitch: 'Twitch',
  x: 'X',
  facebook: 'Facebook',
  snapchat: 'Snapchat',
  pinterest: 'Pinterest',
  linkedin: 'LinkedIn',
  podcast: 'Podcast',
  newsletter: 'Newsletter',
  blog: 'Blog',
};

export function platformName(platform: string): string {
  return PLATFORMS[platform.toLowerCase()] ?? platform.charAt(0).toUpperCase() + platform.slice(1);
}

/** Handles come with and without the sign. */
export function handleName(handle: string): string {
  return handle === '' || handle.startsWith('@') ? handle : `@${handle}`;
}
