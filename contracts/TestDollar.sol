// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";

/// @title TestDollar
/// @notice Test money: anyone may make as much of it as they like, so it is worth nothing. Never deploy it where a
/// reader could take it for a real dollar. Like the dollar tokens it stands in for it knows EIP-2612 and EIP-3009.
contract TestDollar is ERC20Permit, ERC3009 {
    constructor() ERC20("Test Dollar", "tUSD") ERC20Permit("Test Dollar") {}

    /// @notice Makes `rawAmount` (10⁻⁶ test dollars) out of nothing for `to`.
    function mint(address to, uint256 rawAmount) external {
        _mint(to, rawAmount);
    }

    /// @notice Six, as the dollar tokens this one stands in for have.
    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
