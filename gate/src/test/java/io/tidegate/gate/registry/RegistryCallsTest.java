package io.tidegate.gate.registry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.http.admin.AdminGuard;
import io.tidegate.http.admin.AdminKey;
import io.tidegate.http.server.HttpConfig;
import io.tidegate.http.server.HttpServer;
import io.tidegate.http.server.Response;
import io.tidegate.http.server.Router;
import io.tidegate.http.server.ServerObserver;
import io.tidegate.testkit.Json;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.ServiceUnderTest;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Each call as clients of Eureka make it. What a real one makes of it all is seen in `app`. */
@Timeout(60)
class RegistryCallsTest implements ServiceUnderTest {

  private static final String KEY = "a-key-for-tests-of-the-registry";

  /** As spring-cloud-netflix sends it. */
  private static final String JSON =
      """
      {"instance":{"instanceId":"shop:8080","app":"SHOP","appGroupName":null,"ipAddr":"10.0.0.5",\
      "sid":"na","homePageUrl":"http://shop.internal:8080/","vipAddress":"shop,store",\
      "secureVipAddress":"shop","countryId":1,"dataCenterInfo":{"@class":\
      "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo","name":"MyOwn"},\
      "hostName":"shop.internal","status":"UP","overriddenStatus":"UNKNOWN","leaseInfo":\
      {"renewalIntervalInSecs":5,"durationInSecs":15,"registrationTimestamp":0},\
      "isCoordinatingDiscoveryServer":false,"lastUpdatedTimestamp":1795821717531,\
      "lastDirtyTimestamp":1795821719105,"actionType":null,"port":{"$":8080,"@enabled":"true"},\
      "securePort":{"$":443,"@enabled":"false"},"metadata":{"weight":"3","a_b":"값"}}}\
      """;

  /** The same as older clients send it. */
  private static final String XML =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <instance>
        <instanceId>shop:8080</instanceId><hostName>shop.internal</hostName><app>SHOP</app>
        <ipAddr>10.0.0.5</ipAddr><status>UP</status><overriddenstatus>UNKNOWN</overriddenstatus>
        <port enabled="true">8080</port><securePort enabled="false">443</securePort>
        <countryId>1</countryId>
        <dataCenterInfo class="com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo">
          <name>MyOwn</name>
        </dataCenterInfo>
        <leaseInfo>
          <renewalIntervalInSecs>5</renewalIntervalInSecs><durationInSecs>15</durationInSecs>
        </leaseInfo>
        <metadata><weight>3</weight><a__b>값</a__b></metadata>
        <homePageUrl>http://shop.internal:8080/</homePageUrl>
        <vipAddress>shop,store</vipAddress><secureVipAddress>shop</secureVipAddress>
        <lastDirtyTimestamp>1795821719105</lastDirtyTimestamp>
      </instance>\
      """;

  private final Registry registry = new Registry();
  private HttpServer server;

  @BeforeEach
  void open() throws IOException {
    Router.Builder router = Router.builder();
    AdminGuard guard = AdminGuard.ofPassword(AdminKey.of(KEY), "registry");
    RegistryCalls.add(
        router, registry, guard, _ -> Response.of(200, Response.HTML, new byte[] {'p'}));
    HttpConfig http = HttpConfig.DEFAULT.at("127.0.0.1", 0).loops(1).limits(64, 16 * 1024);
    server = HttpServer.start(http, router.build(), ServerObserver.NONE);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Override
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  @Override
  public String adminKey() {
    return KEY;
  }

  @ParameterizedTest
  @CsvSource({"json, /eureka", "xml, /eureka", "json, /eureka/v2", "xml, /eureka/v2"})
  void an_instance_registers_renews_and_leaves(String form, String prefix) {
    String instance = prefix + "/apps/SHOP/shop:8080";
    assertThat(ask("PUT", instance + "?status=UP&lastDirtyTimestamp=1795821719105").is(404).bytes())
        .isEmpty();
    Reply registered = register(form, prefix + "/apps/SHOP").is(204);
    assertThat(registered.bytes()).isEmpty();
    assertThat(ask("PUT", instance + "?status=UP&lastDirtyTimestamp=1795821719105").is(200).bytes())
        .isEmpty();
    ask("PUT", instance).is(200);
    ask("PUT", instance + "?status=UP&lastDirtyTimestamp=1795821719106").is(404);
    ask("DELETE", instance).is(200);
    ask("DELETE", instance).is(404);
    ask("GET", instance).is(404);
    ask("GET", prefix + "/apps/SHOP").is(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "xml"})
  void what_it_said_of_itself_others_read_in_json(String form) {
    register(form, "/eureka/apps/shop").is(204);
    for (String path : List.of("/eureka/apps/SHOP/shop:8080", "/eureka/v2/instances/shop:8080")) {
      Reply reply = ask("GET", path, "Accept", "application/json").is(200);
      assertThat(reply.mediaType()).isEqualTo("application/json");
      Map<String, @Nullable Object> instance = Json.object(reply.get("instance"));
      assertThat(instance)
          .containsEntry("instanceId", "shop:8080")
          .containsEntry("app", "SHOP")
          .containsEntry("hostName", "shop.internal")
          .containsEntry("ipAddr", "10.0.0.5")
          .containsEntry("status", "UP")
          .containsEntry("overriddenStatus", "UNKNOWN")
          .containsEntry("port", Map.of("$", 8080L, "@enabled", "true"))
          .containsEntry("securePort", Map.of("$", 443L, "@enabled", "false"))
          .containsEntry("countryId", 1L)
          .containsEntry("vipAddress", "shop,store")
          .containsEntry("homePageUrl", "http://shop.internal:8080/")
          .containsEntry("metadata", Map.of("weight", "3", "a_b", "값"))
          .containsEntry("lastDirtyTimestamp", "1795821719105");
      assertThat(Json.object(instance.get("dataCenterInfo")))
          .containsEntry("@class", "com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo")
          .containsEntry("name", "MyOwn");
      Map<String, @Nullable Object> lease = Json.object(instance.get("leaseInfo"));
      assertThat(lease)
          .containsEntry("renewalIntervalInSecs", 5L)
          .containsEntry("durationInSecs", 15L);
      assertThat(Json.number(lease.get("registrationTimestamp"))).isPositive();
      assertThat(Json.number(lease.get("serviceUpTimestamp"))).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "xml"})
  void and_in_xml(String form) throws Exception {
    register(form, "/eureka/apps/SHOP").is(204);
    Reply reply = ask("GET", "/eureka/apps/", "Accept", "application/xml").is(200);
    assertThat(reply.mediaType()).isEqualTo("application/xml");
    Document document = xml(reply);
    assertThat(document.getDocumentElement().getTagName()).isEqualTo("applications");
    assertThat(text(document, "apps__hashcode")).isEqualTo("UP_1_");
    assertThat(Long.parseLong(text(document, "versions__delta"))).isPositive();
    assertThat(texts(document, "name")).containsExactly("SHOP", "MyOwn");
    assertThat(text(document, "instanceId")).isEqualTo("shop:8080");
    assertThat(text(document, "overriddenstatus")).isEqualTo("UNKNOWN");
    assertThat(text(document, "port")).isEqualTo("8080");
    assertThat(element(document, "port").getAttribute("enabled")).isEqualTo("true");
    assertThat(element(document, "securePort").getAttribute("enabled")).isEqualTo("false");
    assertThat(element(document, "dataCenterInfo").getAttribute("class"))
        .isEqualTo("com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo");
    assertThat(text(document, "a__b")).isEqualTo("값");
    assertThat(text(document, "durationInSecs")).isEqualTo("15");
  }

  @Test
  void who_names_no_form_reads_xml_and_a_browser_a_page() {
    register("json", "/eureka/apps/SHOP").is(204);
    assertThat(ask("GET", "/eureka/apps").is(200).mediaType()).isEqualTo("application/xml");
    assertThat(ask("GET", "/eureka/apps/SHOP").is(200).mediaType()).isEqualTo("application/xml");
    String browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    assertThat(ask("GET", "/eureka/apps", "Accept", browser).is(200).mediaType())
        .isEqualTo("text/html");
    Reply home = send("GET", "/eureka/", "");
    assertThat(home.is(302).header("Location")).isEqualTo("/eureka/apps");
  }

  @Test
  void all_applications_come_with_a_count_of_their_states() {
    registry.register(Instances.shop("b", InstanceStatus.DOWN, 1));
    registry.register(Instances.shop("a"));
    register("json", "/eureka/apps/SHOP").is(204);
    Map<String, @Nullable Object> all = applications("/eureka/apps/");
    assertThat(all).containsEntry("apps__hashcode", "DOWN_1_UP_2_");
    Map<String, @Nullable Object> shop = Json.object(Json.array(all.get("application")).getFirst());
    assertThat(shop).containsEntry("name", "SHOP");
    assertThat(Json.array(shop.get("instance"))).hasSize(3);
    Reply one = ask("GET", "/eureka/apps/shop", "Accept", "application/json").is(200);
    assertThat(Json.object(one.get("application"))).containsEntry("name", "SHOP");
    String empty = "java.util.Collections$EmptyMap";
    assertThat(one.text()).contains("\"metadata\":{\"@class\":\"" + empty + "\"}");
  }

  @Test
  void changes_come_with_what_was_done_and_the_count_of_all() {
    assertThat(Json.array(applications("/eureka/apps/delta").get("application"))).isEmpty();
    registry.register(Instances.shop("a"));
    registry.register(Instances.shop("b"));
    registry.register(Instances.shop("c"));
    registry.override("SHOP", "b", InstanceStatus.OUT_OF_SERVICE);
    registry.cancel("SHOP", "c");
    Map<String, @Nullable Object> delta = applications("/eureka/apps/delta");
    assertThat(delta).containsEntry("apps__hashcode", "OUT_OF_SERVICE_1_UP_1_");
    Object shop = Json.array(delta.get("application")).getFirst();
    List<String> done =
        Json.array(Json.object(shop).get("instance")).stream()
            .map(Json::object)
            .map(each -> each.get("instanceId") + " " + each.get("actionType"))
            .toList();
    assertThat(done).containsExactly("a ADDED", "b MODIFIED", "c DELETED");
    assertThat(Json.object(Json.array(Json.object(shop).get("instance")).get(1)))
        .containsEntry("status", "OUT_OF_SERVICE")
        .containsEntry("overriddenStatus", "OUT_OF_SERVICE");
  }

  @Test
  void instances_are_found_by_their_virtual_addresses() {
    register("json", "/eureka/apps/SHOP").is(204);
    for (String path : List.of("/eureka/vips/store", "/eureka/v2/vips/SHOP", "/eureka/svips/shop"))
      assertThat(Json.array(applications(path).get("application"))).hasSize(1);
    ask("GET", "/eureka/svips/store").is(404);
    ask("GET", "/eureka/vips/pay").is(404);
  }

  @Test
  void a_status_is_overridden_and_that_is_taken_back() {
    register("json", "/eureka/apps/SHOP").is(204);
    String status = "/eureka/apps/SHOP/shop:8080/status";
    ask("PUT", status + "?value=OUT_OF_SERVICE&lastDirtyTimestamp=1795821719105").is(200);
    assertThat(applications("/eureka/apps")).containsEntry("apps__hashcode", "OUT_OF_SERVICE_1_");
    ask("DELETE", status + "?value=UP").is(200);
    assertThat(applications("/eureka/apps")).containsEntry("apps__hashcode", "UP_1_");
    assertThat(ask("PUT", status + "?value=AWAY").is(400).problem()).isEqualTo("malformed");
    ask("PUT", status).is(400);
    ask("PUT", "/eureka/apps/SHOP/other/status?value=DOWN").is(404);
    ask("DELETE", "/eureka/apps/SHOP/other/status").is(404);
  }

  @Test
  void metadata_is_added() {
    register("xml", "/eureka/apps/SHOP").is(204);
    String instance = "/eureka/apps/SHOP/shop:8080";
    ask("PUT", instance + "/metadata?weight=5&%EC%A7%80%EC%97%AD=%EC%84%9C%EC%9A%B8").is(200);
    Reply reply = ask("GET", instance, "Accept", "application/json").is(200);
    assertThat(Json.object(Json.object(reply.get("instance")).get("metadata")))
        .containsEntry("weight", "5")
        .containsEntry("a_b", "값")
        .containsEntry("지역", "서울");
    ask("PUT", instance + "/metadata?=x").is(400);
    ask("PUT", instance + "/metadata?@class=x").is(400);
    ask("PUT", "/eureka/apps/SHOP/other/metadata?a=b").is(404);
  }

  @Test
  void nothing_is_told_or_done_without_the_key() {
    for (String path : List.of("/eureka/apps", "/eureka/apps/delta", "/eureka/apps/SHOP/a")) {
      Reply reply = send("GET", path, "").is(401);
      assertThat(reply.problem()).isEqualTo("key-needed");
      assertThat(reply.header("WWW-Authenticate")).isEqualTo("Basic realm=\"registry\"");
    }
    String basic = basic("any:" + KEY + "x");
    send("POST", "/eureka/apps/SHOP", JSON, "Authorization", basic).is(401);
    send("POST", "/eureka/apps/SHOP", JSON, "Authorization", "Basic !").is(401);
    assertThat(registry.applications()).isEmpty();
    send("POST", "/eureka/apps/SHOP", JSON, "Authorization", "Bearer " + KEY).is(204);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}",
        "{\"instance\":1}",
        "{\"instance\":{}}",
        "{\"instance\":{\"app\":\"PAY\",\"hostName\":\"a\",\"ipAddr\":\"a\"}}",
        "{\"instance\":{\"app\":\"SHOP\",\"hostName\":\"\",\"ipAddr\":\"a\"}}",
        "{\"instance\":{\"app\":\"SHOP\",\"hostName\":\"a\"}}",
        "{\"instance\":{\"app\":\"SHOP\",\"instanceId\":\"a\\nb\",\"hostName\":\"a\",\"ipAddr\":\"a\"}}",
        "{\"instance\":{\"app\":\"SHOP\",\"hostName\":\"a\",\"ipAddr\":{}}}",
        "{\"instance\":{\"app\":\"SHOP\",\"hostName\":\"a\",\"ipAddr\":\"a b\"}}",
        "{\"instance\":{\"app\":\"SHOP\",\"hostName\":\"a\\r\\nb\",\"ipAddr\":\"a\"}}",
        "{\"instance\":{\"app\":\"SHOP\",\"hostName\":\"a\",\"ipAddr\":\"a\",\"sid\":\"\\u0001\"}}",
        "{\"instance\":{\"app\":\"SHOP\",\"hostName\":\"a\",\"ipAddr\":\"a\",\"port\":65536}}",
        "{\"instance\":{\"app\":\"SHOP\",\"hostName\":\"a\",\"ipAddr\":\"a\",\"port\":\"x\"}}",
        "{\"instance\":{\"app\":\"SHOP\",\"hostName\":\"a\",\"ipAddr\":\"a\",\"metadata\":1}}",
        "{\"instance\":{\"app\":\"SHOP\",\"hostName\":\"a\",\"hostName\":\"b\",\"ipAddr\":\"a\"}}",
        "{\"instance\":{\"app\":\"SHOP\",\"hostName\":\"a\",\"ipAddr\":\"a\"}} {}",
        "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}",
      })
  void what_is_no_instance_in_json_changes_nothing(String body) {
    String type = "application/json";
    Reply reply = register("/eureka/apps/SHOP", type, body).is(400);
    assertThat(reply.problem()).isEqualTo("malformed");
    assertThat(registry.applications()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<instance>",
        "<a/>",
        "<instance/>",
        "<instance><app>SHOP</app><hostName>a</hostName><hostName>b</hostName></instance>",
        "<!DOCTYPE instance [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>"
            + "<instance><app>SHOP</app><hostName>&x;</hostName><ipAddr>a</ipAddr></instance>",
        "<a><a><a><a><a><a><a><a><a/></a></a></a></a></a></a></a></a>",
      })
  void what_is_no_instance_in_xml_changes_nothing(String body) {
    String type = "application/xml";
    Reply reply = register("/eureka/apps/SHOP", type, body).is(400);
    assertThat(reply.problem()).isEqualTo("malformed");
    assertThat(registry.applications()).isEmpty();
  }

  @Test
  void a_form_of_another_site_registers_nothing() {
    for (String type : List.of("text/plain", "application/x-www-form-urlencoded"))
      register("/eureka/apps/SHOP", type, JSON).is(400);
    assertThat(registry.applications()).isEmpty();
  }

  @Test
  void what_says_little_gets_defaults() {
    String little =
        """
        {"instance":{"app":"shop","hostName":"shop.internal","ipAddr":"10.0.0.5","port":8080,
        "leaseInfo":{"durationInSecs":0}}}\
        """;
    register("/eureka/apps/shop", "application/json", little).is(204);
    LeasedInstance leased = requireNonNull(registry.find("SHOP", "shop.internal"));
    assertThat(leased.status()).isEqualTo(InstanceStatus.UP);
    assertThat(leased.instance().port()).isEqualTo(new Instance.Port(8080, true));
    assertThat(leased.instance().securePort()).isEqualTo(new Instance.Port(0, false));
    assertThat(leased.instance().leaseSeconds()).isEqualTo(90);
    assertThat(leased.instance().renewSeconds()).isEqualTo(30);
    ask("PUT", "/eureka/apps/SHOP/shop.internal?lastDirtyTimestamp=1").is(200);
  }

  @Test
  void a_body_and_a_registry_have_bounds() {
    String large = JSON.replace("값", "x".repeat(9_000));
    assertThat(register("/eureka/apps/SHOP", "application/json", large).status()).isEqualTo(400);
    String larger = JSON.replace("값", "x".repeat(17_000));
    assertThat(register("/eureka/apps/SHOP", "application/json", larger).status()).isEqualTo(413);
    for (int i = 0; i < Registry.INSTANCES_MOST; i++) registry.register(Instances.shop("i" + i));
    assertThat(register("json", "/eureka/apps/SHOP").is(503).problem()).isEqualTo("registry-full");
  }

  // ---- asking ----

  private Reply register(String form, String path) {
    return register(path, "application/" + form, form.equals("xml") ? XML : JSON);
  }

  private Map<String, @Nullable Object> applications(String path) {
    return Json.object(ask("GET", path, "Accept", "application/json").is(200).get("applications"));
  }

  private Reply register(String path, String type, String body) {
    return send("POST", path, body, "Content-Type", type, "Authorization", basic("any:" + KEY));
  }

  private Reply ask(String method, String path) {
    return ask(method, path, "X-None", "");
  }

  private Reply ask(String method, String path, String name, String value) {
    return send(method, path, "", name, value, "Authorization", basic("any:" + KEY));
  }

  private static String basic(String pair) {
    return "Basic "
        + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Document xml(Reply reply) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(reply.text())));
  }

  private static String text(Document document, String name) {
    return element(document, name).getTextContent();
  }

  private static Element element(Document document, String name) {
    NodeList found = document.getElementsByTagName(name);
    assertThat(found.getLength()).isEqualTo(1);
    return (Element) found.item(0);
  }

  private static List<String> texts(Document document, String name) {
    NodeList found = document.getElementsByTagName(name);
    return IntStream.range(0, found.getLength())
        .mapToObj(i -> found.item(i).getTextContent())
        .toList();
  }
}
