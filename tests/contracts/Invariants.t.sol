// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Dice} from "./invariants/Dice.sol";
import {Handler} from "./invariants/Handler.sol";
import {Histories} from "./invariants/Histories.sol";
import {Reach} from "./invariants/Reach.sol";
import {World} from "./invariants/World.sol";
import {MockToken} from "./support/MockToken.sol";

/// @title HonestHandler
/// @notice Histories over a token that behaves, with 6, 8 or 18 decimals. It may refuse a payee, by reverting or by
/// returning false, or return nothing at all, as dollar tokens do; and anyone may send the ledger tokens unasked.
contract HonestHandler is Handler {
    using Dice for Dice.Cup;

    constructor(uint256 salt) World(salt) {}

    /// @notice The actions, some more often than others.
    function actions() external pure override returns (bytes4[] memory) {
        bytes4[] memory ofToken = new bytes4[](1);
        ofToken[0] = this.tokenChangesItsAnswer.selector;
        return _join(_commonActions(), ofToken);
    }

    function tokenChangesItsAnswer(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        MockToken.Behaviour[5] memory behaviours = [
            MockToken.Behaviour.Honest,
            MockToken.Behaviour.Honest,
            MockToken.Behaviour.Revert,
            MockToken.Behaviour.ReturnFalse,
            MockToken.Behaviour.ReturnNothing
        ];
        mock.behave(_people[cup.below(PEOPLE)].account, behaviours[cup.below(5)]);
    }

    function isHostile() internal pure override returns (bool) {
        return false;
    }
}

abstract contract HonestHistories is Histories {
    function createHandler(uint256 salt) internal override returns (Handler) {
        return new HonestHandler(salt);
    }
}

contract C1Test is HonestHistories {
    constructor() Histories(1) {}

    function invariant_C1_TheLedgerHoldsWhatItOwes() public {
        handler.checkC1();
    }
}

contract C2Test is HonestHistories {
    constructor() Histories(2) {}

    function invariant_C2_ABatchCreditsOnceWhatWasCommittedAndNotAmended() public {
        handler.checkC2();
    }
}

contract C3Test is HonestHistories {
    constructor() Histories(3) {}

    function invariant_C3_TokensLeaveOnlyToPayeesAndOwners() public {
        handler.checkC3();
    }
}

contract C4Test is HonestHistories {
    constructor() Histories(4) {}

    function invariant_C4_ReservedIsWhatSignedBatchesHold() public {
        handler.checkC4();
    }
}

contract C5Test is HonestHistories {
    constructor() Histories(5) {}

    function invariant_C5_NothingStopsWhatHasMatured() public {
        handler.checkC5();
    }
}

contract C6Test is HonestHistories {
    constructor() Histories(6) {}

    function invariant_C6_OwedFallsOnlyByWhatWasTransferred() public {
        handler.checkC6();
    }
}

contract C7Test is HonestHistories {
    constructor() Histories(7) {}

    function invariant_C7_ARefusedPayeeHindersNobodyElse() public {
        handler.checkC7();
    }
}

contract C8Test is HonestHistories {
    constructor() Histories(8) {}

    function invariant_C8_NothingIsTakenTwiceOrElsewhere() public {
        handler.checkC8();
    }
}

contract C9Test is HonestHistories {
    constructor() Histories(9) {}

    function invariant_C9_TheLogsRebuildEveryBalance() public {
        handler.checkC9();
    }
}

contract C10Test is HonestHistories {
    constructor() Histories(10) {}

    function invariant_C10_NoCallReachesAnotherPoolOrTakesFromAnyone() public {
        handler.checkC10();
    }
}

contract C11Test is HonestHistories {
    constructor() Histories(11) {}

    function invariant_C11_EveryBatchSettlesWithoutTheToken() public {
        handler.checkC11();
    }
}

contract RelayerThiefTest is HonestHistories {
    constructor() Histories(12) {}

    function invariant_C8_AStolenRelayerKeyGetsNothing() public {
        handler.checkRelayerThief();
    }
}

contract PayeeThiefTest is HonestHistories {
    constructor() Histories(13) {}

    function invariant_C3_AStolenPayeeKeyGetsThatAccount() public {
        handler.checkPayeeThief();
    }
}

contract OrderThiefTest is HonestHistories {
    constructor() Histories(14) {}

    function invariant_C4_AStolenOrderKeyGetsWhatRateAndHoldAllow() public {
        handler.checkOrderThief();
    }
}

contract OwnerThiefTest is HonestHistories {
    constructor() Histories(15) {}

    function invariant_C3_AStolenOwnerKeyGetsThatPoolAfterNotice() public {
        handler.checkOwnerThief();
    }
}

contract HonestReachTest is Reach {
    function createHandler(uint256 salt) internal override returns (Handler) {
        return new HonestHandler(salt);
    }

    function ownCase() internal pure override returns (string memory) {
        return "tokens sent unasked";
    }
}
