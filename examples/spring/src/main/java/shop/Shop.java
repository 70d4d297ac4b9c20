package shop;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A service as it is found everywhere: what makes it findable is on the class path alone. */
@SpringBootApplication
@RestController
class Shop {

  private final Environment environment;
  private final DiscoveryClient services;

  Shop(Environment environment, DiscoveryClient services) {
    this.environment = environment;
    this.services = services;
  }

  /** Says which instance answers. */
  @GetMapping("/")
  Map<String, String> answer() {
    return Map.of("port", environment.getRequiredProperty("local.server.port"));
  }

  /** The instances of this service, as the registry tells them. */
  @GetMapping("/instances")
  Object instances() {
    return services.getInstances("shop").stream().map(instance -> instance.getPort()).sorted().toList();
  }

  public static void main(String... arguments) {
    SpringApplication.run(Shop.class, arguments);
  }
}
