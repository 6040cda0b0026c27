package dev.reveille.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reveille.project.EngineStock.Holder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link EngineDisposal} does; the real one and the one in memory both pass it. */
public abstract class EngineDisposalContract {
  private static final Map<String, String> OF_SHOP = Map.of(Label.COMPOSE_PROJECT.key(), "shop");

  protected abstract EngineDisposal disposal();

  /** Makes a volume; returns its name. */
  protected abstract String volume(Map<String, String> labels);

  /** Makes a network; returns its name. */
  protected abstract String network(Map<String, String> labels);

  /** Makes an image that has one name; returns its id. */
  protected abstract String image();

  /** What a container is made of; empty texts for the engine's own choice. */
  protected record Wish(String volume, String network, String image) {
    static final Wish NOTHING = new Wish("", "", "");
  }

  /** Creates a container, also with a volume of its own, and does not start it; returns its id. */
  protected abstract String create(Wish wish);

  protected abstract void start(String id);

  @Test
  void tellsWhatAContainerHolds() {
    String volume = volume(OF_SHOP);
    String network = network(OF_SHOP);
    String id = create(new Wish(volume, network, image()));

    Holder holder = holder(id).orElseThrow();

    assertThat(holder.isStopped()).isTrue();
    assertThat(holder.name()).isNotEmpty().doesNotStartWith("/");
    assertThat(holder.volumes()).contains(volume).hasSize(2);
    assertThat(holder.networks()).contains(network);
    assertThat(holder.image()).startsWith("sha256:");
  }

  @Test
  void tellsToWhichProjectVolumesAndNetworksBelong() {
    String volume = volume(OF_SHOP);
    String network = network(Map.of());
    EngineStock stock = disposal().stock();
    assertThat(stock.volumes())
        .filteredOn(it -> it.name().equals(volume))
        .extracting(EngineStock.Volume::composeProject)
        .containsExactly(Optional.of("shop"));
    assertThat(stock.networks())
        .filteredOn(it -> it.name().equals(network))
        .extracting(EngineStock.Network::composeProject)
        .containsExactly(Optional.empty());
  }

  @Test
  void removesAStoppedContainerWithTheVolumeThatWasMadeForIt() {
    String named = volume(OF_SHOP);
    String id = create(new Wish(named, "", ""));
    String own =
        holder(id).orElseThrow().volumes().stream()
            .filter(it -> !it.equals(named))
            .findFirst()
            .orElseThrow();

    disposal().removeContainer(id);
    disposal().removeContainer(id);

    assertThat(holder(id)).isEmpty();
    assertThat(disposal().stock().volumes()).extracting("name").contains(named);
    assertThat(disposal().stock().volumes()).extracting("name").doesNotContain(own);
  }

  @Test
  void refusesToRemoveARunningContainer() {
    String id = create(Wish.NOTHING);
    start(id);
    assertThat(holder(id).orElseThrow().isStopped()).isFalse();
    assertThatThrownBy(() -> disposal().removeContainer(id)).isInstanceOf(EngineRefused.class);
    assertThat(holder(id)).isPresent();
  }

  @Test
  void removesAVolumeOnceNoContainerHasIt() {
    String volume = volume(OF_SHOP);
    String id = create(new Wish(volume, "", ""));
    assertThatThrownBy(() -> disposal().removeVolume(volume)).isInstanceOf(EngineRefused.class);

    disposal().removeContainer(id);
    disposal().removeVolume(volume);
    disposal().removeVolume(volume);

    assertThat(disposal().stock().volumes()).extracting("name").doesNotContain(volume);
  }

  @Test
  void removesANetworkOnceNoContainerIsConnected() {
    String name = network(OF_SHOP);
    String network =
        disposal().stock().networks().stream()
            .filter(it -> it.name().equals(name))
            .findFirst()
            .orElseThrow()
            .id();
    String id = create(new Wish("", name, ""));
    start(id);
    assertThatThrownBy(() -> disposal().removeNetwork(network)).isInstanceOf(EngineRefused.class);

    disposal().disconnect(network, id);
    disposal().disconnect(network, id);
    disposal().removeNetwork(network);
    disposal().removeNetwork(network);
    disposal().disconnect(network, id);

    assertThat(disposal().stock().networks()).extracting("name").doesNotContain(name);
  }

  @Test
  void removesAnImageOnceNoContainerWasMadeOfIt() {
    String image = image();
    String id = create(new Wish("", "", image));
    assertThat(holder(id).orElseThrow().image()).isEqualTo(image);
    assertThatThrownBy(() -> disposal().removeImage(image)).isInstanceOf(EngineRefused.class);

    disposal().removeContainer(id);
    disposal().removeImage(image);
    disposal().removeImage(image);
  }

  @Test
  void tellsHowMuchAVolumeTakes() {
    String volume = volume(OF_SHOP);
    assertThat(disposal().sizes()).containsKey(volume);
  }

  private Optional<Holder> holder(String id) {
    return disposal().stock().holders().stream().filter(it -> it.id().equals(id)).findFirst();
  }
}
