// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Dice} from "./Dice.sol";
import {Handler} from "./Handler.sol";
import {Histories} from "./Histories.sol";
import {Reach} from "./Reach.sol";
import {World} from "./World.sol";
import {MockToken} from "../support/MockToken.sol";

/// @title HostileHandler
/// @notice Histories over a token that breaks T-1 to T-5 in every way that it can: towards one recipient, or all at once.
contract HostileHandler is Handler {
    using Dice for Dice.Cup;

    constructor(uint256 salt) World(salt) {}

    /// @notice The actions, some more often than others.
    function actions() external pure override returns (bytes4[] memory) {
        bytes4[] memory ofToken = new bytes4[](5);
        ofToken[0] = this.tokenMisbehavesToSomebody.selector;
        ofToken[1] = this.tokenMisbehavesToSomebody.selector;
        ofToken[2] = this.tokenMisbehavesToTheLedger.selector;
        ofToken[3] = this.tokenTakesFromTheLedger.selector;
        ofToken[4] = this.tokenHeals.selector;
        return _join(_commonActions(), ofToken);
    }

    function tokenMisbehavesToSomebody(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        address account = _people[cup.below(PEOPLE)].account;
        address[4] memory recipients = [account, account, purseOf(account), ownerAt(cup.below(RETAILERS))];
        MockToken.Behaviour behaviour = MockToken.Behaviour(cup.between(1, uint8(type(MockToken.Behaviour).max)));
        if (cup.oneIn(3)) behaviour = MockToken.Behaviour.CallBack;
        if (behaviour == MockToken.Behaviour.CallBack) mock.callBack(address(ledger), _reentry(cup));
        mock.behave(recipients[cup.below(4)], behaviour);
    }

    /// @dev Deposits, that is; or nothing moves at all.
    function tokenMisbehavesToTheLedger(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        MockToken.Behaviour[6] memory behaviours = [
            MockToken.Behaviour.Revert,
            MockToken.Behaviour.ReturnFalse,
            MockToken.Behaviour.ReturnNothing,
            MockToken.Behaviour.TakeFee,
            MockToken.Behaviour.CallBack,
            MockToken.Behaviour.Lie
        ];
        mock.callBack(address(ledger), _reentry(cup));
        mock.behave(address(ledger), behaviours[cup.below(6)]);
        if (cup.oneIn(4)) mock.freeze(true);
    }

    /// @dev Some of the ledger's balance is gone.
    function tokenTakesFromTheLedger(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        uint256 balance = mock.balanceOf(address(ledger));
        vm.assume(balance != 0);
        mock.rebase(cup.oneIn(4) ? balance : cup.between(1, balance / 4 + 1));
    }

    /// @dev Behaves again towards all, and pays for what it took.
    function tokenHeals(uint256 seed) external turn(seed) {
        _heal();
        if (Dice.oneIn(dice(seed), 2)) _topUp();
    }

    /// @dev A call that the ledger would take, were it not in the middle of another; or a view.
    function _reentry(Dice.Cup memory cup) private returns (bytes memory) {
        address payee = _people[cup.below(PEOPLE)].account;
        address[] memory payees = new address[](1);
        payees[0] = payee;
        uint256 kind = cup.below(6);
        if (kind == 0) return abi.encodeCall(ledger.pay, (payees));
        if (kind == 1) return abi.encodeCall(ledger.setMinimumPayout, (1));
        if (kind == 2) return abi.encodeCall(ledger.getAccount, (payee));
        if (kind == 3) return abi.encodeCall(ledger.getPool, (1));
        if (kind == 4) return _withdrawal(cup, _someOwed(cup, false), carrierAt(1), 1);
        return abi.encodeCall(ledger.rateAvailable, (1));
    }

    function isHostile() internal pure override returns (bool) {
        return true;
    }
}

abstract contract HostileHistories is Histories {
    function createHandler(uint256 salt) internal override returns (Handler) {
        return new HostileHandler(salt);
    }
}

contract HostileC1Test is HostileHistories {
    constructor() Histories(101) {}

    function invariant_C1_NothingIsMissingButWhatTheTokenTook() public {
        handler.checkC1();
    }
}

contract HostileC2Test is HostileHistories {
    constructor() Histories(102) {}

    function invariant_C2_TheStateMachineStaysIntact() public {
        handler.checkC2();
    }
}

contract HostileC3Test is HostileHistories {
    constructor() Histories(103) {}

    function invariant_C3_NobodyGainsBeyondTheShortfall() public {
        handler.checkC3();
    }
}

contract HostileC4Test is HostileHistories {
    constructor() Histories(104) {}

    function invariant_C4_ReservedIsWhatSignedBatchesHold() public {
        handler.checkC4();
    }
}

contract HostileC5Test is HostileHistories {
    constructor() Histories(105) {}

    function invariant_C5_NothingStopsWhatHasMatured() public {
        handler.checkC5();
    }
}

contract HostileC6Test is HostileHistories {
    constructor() Histories(106) {}

    function invariant_C6_OwedFallsOnlyByWhatTheTokenSaidItSent() public {
        handler.checkC6();
    }
}

contract HostileC7Test is HostileHistories {
    constructor() Histories(107) {}

    function invariant_C7_WhatItDoesToOneHindersNobodyElse() public {
        handler.checkC7();
    }
}

contract HostileC8Test is HostileHistories {
    constructor() Histories(108) {}

    function invariant_C8_NothingIsTakenTwiceOrElsewhere() public {
        handler.checkC8();
    }
}

contract HostileC9Test is HostileHistories {
    constructor() Histories(109) {}

    function invariant_C9_TheLogsRebuildPoolsAndBatches() public {
        handler.checkC9();
    }
}

contract HostileC10Test is HostileHistories {
    constructor() Histories(110) {}

    function invariant_C10_NoCallReachesAnotherPoolOrTakesFromAnyone() public {
        handler.checkC10();
    }
}

contract HostileC11Test is HostileHistories {
    constructor() Histories(111) {}

    function invariant_C11_EveryBatchSettlesWithoutTheToken() public {
        handler.checkC11();
    }
}

contract HostileReachTest is Reach {
    function createHandler(uint256 salt) internal override returns (Handler) {
        return new HostileHandler(salt);
    }

    function ownCase() internal pure override returns (string memory) {
        return "refused: a call by the token in the middle of another";
    }
}
