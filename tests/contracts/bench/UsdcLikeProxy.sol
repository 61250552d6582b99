// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC1967Utils} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Utils.sol";
import {Proxy} from "@openzeppelin/contracts/proxy/Proxy.sol";

/// @title UsdcLikeProxy
/// @notice Stands before {UsdcLike} as an upgradeable proxy does: every call reads the admin, whom it refuses, and the
/// implementation, which it delegates to. Only for measuring; never deploy it for real.
contract UsdcLikeProxy is Proxy {
    error UsdcLikeProxy_IsAdmin(address caller);

    constructor(address implementation, address admin, bytes memory initialization) {
        ERC1967Utils.upgradeToAndCall(implementation, initialization);
        ERC1967Utils.changeAdmin(admin);
    }

    function _fallback() internal override {
        if (msg.sender == ERC1967Utils.getAdmin()) revert UsdcLikeProxy_IsAdmin(msg.sender);
        super._fallback();
    }

    function _implementation() internal view override returns (address) {
        return ERC1967Utils.getImplementation();
    }
}
