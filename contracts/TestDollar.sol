// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title TestDollar
/// @notice Test money: anyone may make as much of it as they like, so it is worth nothing. Never deploy it where a
/// reader could take it for a real dollar.
contract TestDollar is ERC20 {
    constructor() ERC20("Test Dollar", "tUSD") {}

    /// @notice Makes `rawAmount` (10⁻⁶ test dollars) out of nothing for `to`.
    function mint(address to, uint256 rawAmount) external {
        _mint(to, rawAmount);
    }

    /// @notice Six, as the dollar tokens this one stands in for have.
    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
