package peer;

import org.springframework.data.jpa.repository.JpaRepository;

/** Claims by JPA. */
public interface Claims extends JpaRepository<Claim, Long> {

  boolean existsByOfferIdAndUserId(long offerId, long userId);
}
