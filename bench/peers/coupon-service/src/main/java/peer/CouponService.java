package peer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** A first-come coupon sale, in one of the five designs that such services are written in. */
@SpringBootApplication
@EnableScheduling
@ConfigurationPropertiesScan
public class CouponService {

  /** Starts it. */
  public static void main(String[] args) {
    SpringApplication.run(CouponService.class, args);
  }
}
