// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Checks} from "./Checks.sol";

/// @title ThiefChecks
/// @notice The trust table as bounds: what whoever stole a key can have got with it, at every instant.
abstract contract ThiefChecks is Checks {
    /// @dev Nothing: neither a payment nor something owed.
    function checkRelayerThief() public held(8) {
        address thief = carrierAt(0);
        assertEq(_wealthOf(thief) + mock.balanceOf(thief), 0, "C-8: a stolen relayer key gets nothing");
    }

    /// @dev That account: what it was credited, and nothing of anybody else's.
    function checkPayeeThief() public held(3) {
        for (uint256 i; i < PEOPLE; ++i) {
            Person storage person = _people[i];
            uint256 most = person.isStolen ? person.creditedMicros * scale : 0;
            assertTrue(mock.sentTo(lootOf(person.account)) <= most, "C-3: a stolen payee key gets that account");
        }
    }

    /// @dev Nothing within the hold; then at most what the rate lets through, and what is available. The same of a stolen
    /// owner key that makes itself the order signer.
    function checkOrderThief() public held(4) {
        uint256 most;
        for (uint32 i = 1; i <= pools; ++i) {
            most += _pools[i].theft.endedMicros + _boundOf(i);
        }

        uint256 got = _wealthOf(_people[_thief()].account);
        assertTrue(got <= most * scale, "C-4: a stolen order key gets more than rate and hold allow");
    }

    /// @dev That pool's available money: before its own notice is over only what the owner had announced already.
    function checkOwnerThief() public held(3) {
        for (uint32 i = 1; i <= pools; ++i) {
            Theft storage theft = _pools[i].theft;
            if (!theft.ofOwner) continue;
            bool isSoon = clock < theft.startedAt + notice;
            uint256 most = isSoon ? theft.announcedMicros : theft.reachMicros;
            assertTrue(theft.withdrawnMicros <= most, "C-3: a stolen owner key gets that pool, after notice");
        }
    }
}
