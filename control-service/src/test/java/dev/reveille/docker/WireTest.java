package dev.reveille.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.reveille.project.Container;
import dev.reveille.project.ContainerDetail;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What engines answer in ways that the one at hand does not. */
class WireTest {
  @Test
  void readsAListWithNothingButNulls() throws JsonProcessingException {
    Container container =
        list("""
        [{"Id":"ab","Names":null,"State":"exited","Status":null,"Labels":null,"Ports":null,
          "HostConfig":null,"NetworkSettings":null,"Unknown":{"a":1}}]
        """)
            .getFirst();
    assertThat(container.name()).isEqualTo("ab");
    assertThat(container.labels()).isEmpty();
    assertThat(container.address()).isEmpty();
  }

  @Test
  void readsAListWithoutOptionalFields() throws JsonProcessingException {
    assertThat(list("[{\"Id\":\"ab\",\"State\":\"running\"}]").getFirst().isRunning()).isTrue();
  }

  @Test
  void takesItsOwnNameAndNotThatOfALink() throws JsonProcessingException {
    assertThat(list("[{\"Id\":\"ab\",\"Names\":[\"/web/db\",\"/db\"]}]").getFirst().name())
        .isEqualTo("db");
  }

  @Test
  void takesTheFirstNetworkByNameThatHasAnAddress() throws JsonProcessingException {
    assertThat(
            address(
                """
                {"c":{"IPAddress":"10.0.3.1"},"b":{"IPAddress":"10.0.2.1"},"a":{"IPAddress":""}}
                """))
        .contains("10.0.2.1");
  }

  @Test
  void takesIpv6WhereThereIsNothingElse() throws JsonProcessingException {
    assertThat(
            address(
                """
                {"a":{"IPAddress":"","GlobalIPv6Address":"fd00::3"},"b":{"IPAddress":"10.0.2.1"}}
                """))
        .contains("10.0.2.1");
    assertThat(address("{\"a\":{\"IPAddress\":null,\"GlobalIPv6Address\":\"fd00::3\"}}"))
        .contains("[fd00::3]");
  }

  @Test
  void tellsOnlyTcpPortsOnce() throws JsonProcessingException {
    assertThat(
            list("""
            [{"Id":"ab","Ports":[{"PrivatePort":80,"Type":"tcp","IP":"0.0.0.0"},
              {"PrivatePort":80,"Type":"tcp","IP":"::"},{"PrivatePort":53,"Type":"udp"}]}]
            """)
                .getFirst()
                .exposedPorts())
        .containsExactly(80);
  }

  @Test
  void aNetworkSharedWithAContainerThatIsNotListedHasNoAddress() throws JsonProcessingException {
    assertThat(
            list("[{\"Id\":\"ab\",\"HostConfig\":{\"NetworkMode\":\"container:gone\"}}]")
                .getFirst()
                .address())
        .isEmpty();
  }

  @Test
  void readsAnInspectionWithNulls() throws JsonProcessingException {
    ContainerDetail detail =
        inspected(
            """
            {"Id":"ab","Name":"/web","State":{"Status":"exited","ExitCode":0,
              "StartedAt":"2026-01-31T20:56:53.396354763+01:00","Health":null},
             "Config":{"Labels":null,"Healthcheck":null},
             "HostConfig":{"NetworkMode":"default"},
             "NetworkSettings":{"Networks":null,"Ports":null}}
            """);
    assertThat(detail.container().name()).isEqualTo("web");
    assertThat(detail.hasCompleted()).isTrue();
  }

  @Test
  void aHealthcheckThatIsSwitchedOffIsNone() throws JsonProcessingException {
    ContainerDetail detail =
        inspected(
            """
            {"Id":"ab","Name":"/web",
             "State":{"Status":"created","ExitCode":0,"StartedAt":"0001-01-01T00:00:00Z"},
             "Config":{"Healthcheck":{"Test":["NONE"]}},
             "HostConfig":{"NetworkMode":"default"},
             "NetworkSettings":{"Networks":{},"Ports":{}}}
            """);
    assertThat(detail.hasHealthcheck()).isFalse();
    assertThat(detail.everRan()).isFalse();
  }

  private static List<Container> list(String json) throws JsonProcessingException {
    List<ListedContainer> listed =
        List.of(Json.readerFor(ListedContainer[].class).<ListedContainer[]>readValue(json));
    return listed.stream().map(it -> it.toContainer(listed)).toList();
  }

  private static Optional<String> address(String networks) throws JsonProcessingException {
    return list("[{\"Id\":\"ab\",\"NetworkSettings\":{\"Networks\":%s}}]".formatted(networks))
        .getFirst()
        .address();
  }

  private static ContainerDetail inspected(String json) throws JsonProcessingException {
    return Json.readerFor(InspectedContainer.class)
        .<InspectedContainer>readValue(json)
        .toDetail(Optional.empty());
  }
}
