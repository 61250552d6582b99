// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title ShyToken
/// @notice Answers false at once to a transfer that comes with little less than a push is to give it, so that whoever
/// pushes with less has gas left to go on. For those it was told to, a transfer burns all the gas it has.
contract ShyToken is ERC20 {
    /// @dev A push gives 100 000, of which some hundreds are spent before this is looked at.
    uint256 private constant ENOUGH_GAS = 99_000;

    mapping(address recipient => bool) public burnsFor;

    constructor() ERC20("Shy", "SHY") {}

    function mint(address to, uint256 rawAmount) external {
        _mint(to, rawAmount);
    }

    function burnFor(address recipient) external {
        burnsFor[recipient] = true;
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }

    function transfer(address to, uint256 rawAmount) public override returns (bool) {
        if (gasleft() < ENOUGH_GAS) return false;
        while (burnsFor[to]) {}
        return super.transfer(to, rawAmount);
    }
}
