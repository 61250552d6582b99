// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MockToken} from "./MockToken.sol";

/// @title RefusingPermitToken
/// @notice A token whose permit refuses whatever it is given.
contract RefusingPermitToken is MockToken {
    constructor() MockToken(6) {}

    function permit(address, address, uint256, uint256, uint8, bytes32, bytes32) external pure {
        revert("no permits");
    }
}

/// @title PermissiveToken
/// @notice A token that takes any call it does not know and does nothing, as wrapped ether does: a permit and an
/// authorization seem to succeed.
contract PermissiveToken is MockToken {
    constructor() MockToken(6) {}

    fallback() external {}
}

/// @title CallingPermitToken
/// @notice A token whose permit makes the call that it was told to.
contract CallingPermitToken is MockToken {
    constructor() MockToken(6) {}

    function permit(address, address, uint256, uint256, uint8, bytes32, bytes32) external {
        (callBackSucceeded, callBackAnswer) = callBackTarget.call(callBackData);
    }
}
