package dev.reveille.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reveille.wake.Machine;
import dev.reveille.wake.Visits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostCallTest {
  private final Machine machine = new Machine();
  private final ControlApi api = new ControlApi(machine);

  @AfterEach
  void close() {
    api.close();
    machine.close();
  }

  @Test
  void saysWhereAHostLeadsAndWhoElseClaimsIt() {
    machine.add("shop", "web").host("api.shop.test");
    machine.add("shop", "admin").host("api.shop.test");
    machine.add("copy", "web").host("*.shop.test");
    machine.add("wide", "web").host("*.test,~^api");
    machine.add("zoo", "web").host("api.shop.test,other.test");
    machine.start();

    ObjectNode host = (ObjectNode) get("Api.Shop.Test.");

    assertThat(host.path("candidates")).hasSize(6);
    assertThat(host.path("candidates").path(0).path("container").asText())
        .isEqualTo("shop-admin-1");
    assertThat(host.path("candidates").path(0).path("wins").asBoolean()).isTrue();
    host.remove("candidates");

    assertThat(host.toString())
        .isEqualTo(
            """
            {"host":"api.shop.test","pattern":"api.shop.test","project":"shop","service":"admin",\
            "state":"asleep","autostart":true,"others":[\
            {"pattern":"api.shop.test","project":"shop","service":"web",\
            "reason":"service admin comes first by name"},\
            {"pattern":"api.shop.test","project":"zoo","service":"web",\
            "reason":"project shop comes first by name"},\
            {"pattern":"*.shop.test","project":"copy","service":"web",\
            "reason":"api.shop.test is more specific"},\
            {"pattern":"*.test","project":"wide","service":"web",\
            "reason":"api.shop.test is more specific"},\
            {"pattern":"~^api","project":"wide","service":"web",\
            "reason":"api.shop.test is more specific"}]}\
            """);
  }

  @Test
  void namesTheContainerOfAProjectWithoutCompose() {
    machine.engine.add("echo").host("echo.test").running();
    machine.start();
    machine.awaitRoute("echo.test");

    assertThat(get("echo.test").path("container").asText()).isEqualTo("echo");
    assertThat(get("echo.test").path("state").asText()).isEqualTo("running");
  }

  @Test
  void saysWhetherVisitsWakeIt() {
    machine.addSite("shop", "web", "").label("reveille.wake", "off");
    machine.addSite("blog", "web", "");
    machine.start();
    Visits off = machine.visits(0, Machine.policy(false, Machine.TIMEOUT));

    assertThat(get("shop.test").path("autostart").asBoolean()).isFalse();
    assertThat(get("blog.test").path("autostart").asBoolean()).isTrue();
    try (ControlApi without = new ControlApi(machine, off)) {
      JsonNode blog = without.get("/v1/hosts/blog.test", ControlApi.ADMIN).body();
      assertThat(blog.path("autostart").asBoolean()).isFalse();
    }
  }

  @Test
  void saysThatNobodyClaimsItOnlyOnceTheEngineWasSeen() {
    assertThat(api.get("/v1/hosts/shop.test", ControlApi.ADMIN).status()).isEqualTo(503);
    machine.start();

    ControlApi.Answer answer = api.get("/v1/hosts/shop.test", ControlApi.ADMIN);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.type()).isEqualTo("urn:reveille:problem:no-such-host");
    assertThat(answer.body().path("host").asText()).isEqualTo("shop.test");
    assertThat(answer.body().path("candidates").isArray()).isTrue();
  }

  @Test
  void isForAdministrators() {
    assertThat(api.get("/v1/hosts/shop.test", ControlApi.HOOK).status()).isEqualTo(401);
  }

  private JsonNode get(String host) {
    return api.get("/v1/hosts/" + host, ControlApi.ADMIN).body();
  }
}
