package dev.reveille.config;

/**
 * Parts of the user agents of well-known robots, for {@code WAKE_IGNORE_USER_AGENTS}.
 *
 * <p>Who is in it asks on nobody's behalf, for every host it ever heard of: crawlers, link previews
 * and monitors, which would keep every project awake for ever. Who is not in it: programs that
 * people run ({@code curl}, {@code git}), agents that fetch a page because somebody asked for it at
 * that moment ({@code ChatGPT-User}), and the bare word "bot", which is a part of "CUBOT", a make
 * of phones.
 */
final class WellKnownRobots {
  private static final String SEARCH =
      "Googlebot,GoogleOther,AdsBot-Google,Mediapartners-Google,bingbot,DuckDuckBot,YandexBot,"
          + "Baiduspider,Sogou web spider,Applebot,PetalBot,SeznamBot,Qwantbot,Amazonbot";
  private static final String ARCHIVE = "archive.org_bot";
  private static final String OPTIMISERS =
      "AhrefsBot,SemrushBot,MJ12bot,DotBot,DataForSeoBot,BLEXBot,Barkrowler";
  private static final String TRAINING =
      "GPTBot,OAI-SearchBot,ClaudeBot,PerplexityBot,CCBot,Bytespider,meta-externalagent";
  private static final String PREVIEWS =
      "facebookexternalhit,Twitterbot,LinkedInBot,Slackbot,Slack-ImgProxy,Discordbot,TelegramBot,"
          + "WhatsApp/,SkypeUriPreview";
  private static final String SCANNERS = "CensysInspect,Expanse,InternetMeasurement,zgrab";
  private static final String MONITORS =
      "UptimeRobot,Uptime-Kuma,Pingdom,StatusCake,Better Uptime,Site24x7,HetrixTools,NodePing,"
          + "updown.io,Datadog,Checkly,Gatus/,check_http,kube-probe,GoogleHC/,ELB-HealthChecker,"
          + "Amazon-Route53-Health-Check,Blackbox Exporter/,Blackbox-Exporter/,Prometheus/";

  /** All of them, as the setting has it. */
  static final String USER_AGENTS =
      String.join(",", SEARCH, ARCHIVE, OPTIMISERS, TRAINING, PREVIEWS, SCANNERS, MONITORS);

  private WellKnownRobots() {}
}
