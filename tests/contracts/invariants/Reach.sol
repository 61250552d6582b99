// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// solhint-disable-next-line no-console
import {console} from "hardhat/console.sol";
import {Test} from "../support/Test.sol";
import {Handler} from "./Handler.sol";

/// @title Reach
/// @notice Invariants would hold of histories in which nothing happens. Here some are played from fixed numbers, and
/// what happened in them is counted and printed: every case that a handler knows must be among it, and often.
abstract contract Reach is Test {
    uint256 private constant HISTORIES = 5;
    uint256 private constant CALLS = 250;

    /// @dev What a call answers that cannot happen now (`vm.assume`).
    bytes32 private constant DISCARDED = keccak256("FOUNDRY::ASSUME");

    mapping(string what => uint256) private _times;
    string[] private _noted;

    function createHandler(uint256 salt) internal virtual returns (Handler);

    /// @dev A case beyond those of {_assertAmong} that must be among what happened.
    function ownCase() internal pure virtual returns (string memory);

    function test_HistoriesReachEveryCase() public {
        for (uint256 i; i < HISTORIES; ++i) {
            Handler handler = createHandler(1_000 + i);
            _playOne(handler, i);
            _add(handler);
            handler.checkAll();
        }
        for (uint256 i; i < _noted.length; ++i) {
            // solhint-disable-next-line no-console
            console.log(string.concat("      ", vm.toString(_times[_noted[i]]), "  ", _noted[i]));
        }
        _assertAmong();
    }

    function _assertAmong() private view {
        string[36] memory expected = [
            string("permit carried ahead"),
            "permit too late, allowance stands",
            "batch settled",
            "batch settled again, skipped",
            "batch vetoed",
            "withdrawal executed",
            "pushed",
            "push failed by the token, owed",
            "paid by pay",
            "withdrawn",
            "withdrawal failed by the token",
            "signed by a key with delegated code",
            "signed for delegated code",
            "signed for a wallet",
            "signed by a passkey",
            "a passkey's first withdrawal waits",
            "a passkey's withdrawal carried again",
            "refused: a passkey's cancelled withdrawal",
            "refused: settled before maturity",
            "refused: settled as what it is not",
            "refused: settled short of gas",
            "refused: a withdrawal outside its time",
            "refused: a commit beyond what its pool allows",
            "refused: a mistaken deposit",
            "refused: an authorization for another pool",
            "refused: an authorization taken at the token",
            "refused: a commit that nobody signed",
            "refused: an amendment that nobody signed",
            "refused: an amendment taken twice",
            "refused: a withdrawal taken twice",
            "refused: a minimum taken twice",
            "refused: a signed call was taken twice",
            "refused: a forged withdrawal",
            "refused: an amendment after maturity, or of a closed batch",
            "refused: a veto after maturity, or of a closed batch",
            "refused: an owner's or a payee's call by somebody else"
        ];
        for (uint256 i; i < expected.length; ++i) {
            assertTrue(_times[expected[i]] != 0, expected[i]);
        }
        assertTrue(_times[ownCase()] != 0, ownCase());
    }

    function _playOne(Handler handler, uint256 history) private {
        bytes4[] memory actions = handler.actions();
        uint256 happened;
        for (uint256 i; happened < CALLS; ++i) {
            uint256 seed = uint256(keccak256(abi.encode(history, i)));
            (bool taken, bytes memory answer) = address(handler).call(
                abi.encodeWithSelector(actions[seed % actions.length], seed)
            );
            if (taken) ++happened;
            else if (keccak256(answer) != DISCARDED) _revertAs(answer);
        }
    }

    /// @dev No action of a handler reverts: what it says is what the test fails with.
    function _revertAs(bytes memory answer) private pure {
        assembly ("memory-safe") {
            revert(add(answer, 32), mload(answer))
        }
    }

    function _add(Handler handler) private {
        string[] memory noted = handler.noted();
        for (uint256 i; i < noted.length; ++i) {
            if (_times[noted[i]] == 0) _noted.push(noted[i]);
            _times[noted[i]] += handler.times(noted[i]);
        }
    }
}
