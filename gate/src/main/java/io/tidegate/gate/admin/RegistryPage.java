package io.tidegate.gate.admin;

import io.tidegate.gate.registry.Application;
import io.tidegate.gate.registry.Instance;
import io.tidegate.gate.registry.InstanceStatus;
import io.tidegate.gate.registry.LeasedInstance;
import io.tidegate.gate.registry.Registry;
import io.tidegate.http.page.HtmlPage;
import io.tidegate.http.page.PageLanguage;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import java.time.Duration;
import java.util.List;

/** The registry for people, in Korean and English. Pure but for the time. */
final class RegistryPage {

  static final String PATH = "/eureka/apps";

  private final HtmlPage page;

  private RegistryPage(PageLanguage language) {
    page = new HtmlPage(language, language.say("Registry", "레지스트리"), PATH, "", UpstreamsPage.WAYS);
  }

  static Response of(Exchange exchange, Registry registry) {
    return new RegistryPage(PageLanguage.of(exchange))
        .of(registry.applications(), System.currentTimeMillis())
        .with("Vary", "Accept, Accept-Language");
  }

  private Response of(List<Application> applications, long nowMs) {
    page.html("<main><h1>").say("Registry", "레지스트리").html("</h1>\n");
    if (applications.isEmpty())
      page.html("<p>").say("No service has registered.", "등록된 서비스가 없습니다.").html("</p>\n");
    for (Application application : applications) application(application, nowMs);
    return page.html("</main>\n").reply();
  }

  private void application(Application application, long nowMs) {
    page.html("<h2>").text(application.name()).html("</h2>\n");
    if (application.isUnheard()) {
      page.html("<p class=\"soft\">");
      page.say(
          "More than half are late, so no lease runs out: this is rather the network.",
          "절반 넘게 갱신이 늦어 임대를 만료시키지 않습니다. 네트워크 문제일 가능성이 큽니다.");
      page.html("</p>\n");
    }
    page.html("<div class=\"wide\"><table><thead><tr>");
    head("Instance", "인스턴스");
    head("Address", "주소");
    head("State", "상태");
    head("Heard of", "마지막 갱신");
    head("Lease", "임대");
    page.html("</tr></thead><tbody>\n");
    application.instances().forEach(leased -> instance(leased, nowMs));
    page.html("</tbody></table></div>\n");
  }

  private void head(String english, String korean) {
    page.html("<th scope=\"col\">").say(english, korean).html("</th>");
  }

  private void instance(LeasedInstance leased, long nowMs) {
    Instance instance = leased.instance();
    InstanceStatus status = leased.status();
    page.html("<tr><th scope=\"row\">").text(instance.id()).html("</th><td>");
    page.text(instance.hostName() + ":" + instance.port().number()).html("</td><td>");
    boolean good = status == InstanceStatus.UP;
    page.html("<span class=\"badge ").html(good ? "good" : "bad").html("\">");
    page.text(status.name()).html("</span>");
    if (leased.override() != null) page.html(" ").say("by order", "운영자 지정");
    page.html("</td><td>");
    long seconds = Math.max(0, Duration.ofMillis(nowMs - leased.renewedMs()).toSeconds());
    page.say(seconds + " s ago", seconds + "초 전").html("</td><td>");
    page.text(instance.leaseSeconds() + " s").html("</td></tr>\n");
  }
}
