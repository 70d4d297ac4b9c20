package peer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Spring Cloud Gateway with one route, which application.yaml has. */
@SpringBootApplication
public class SpringGateway {

  /** Starts it. */
  public static void main(String[] args) {
    SpringApplication.run(SpringGateway.class, args);
  }
}
