namespace TriageMesh.Contracts.Api;

/// <summary>PUT /tickets/{id}/order-number; null takes it away.</summary>
public sealed record OrderNumberRequest(string? OrderNumber);

/// <summary>How an account's order numbers look.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Account">The account.</param>
/// <param name="Pattern">A regular expression; its first group is the number, without a group the whole match.</param>
/// <param name="Required">Nothing is handed over without one.</param>
public sealed record OrderPatternView(string Channel, string Account, string Pattern, bool Required, long Version);

/// <summary>PUT /order-patterns/{channel}/{account}.</summary>
/// <param name="Pattern">Without look-around and back-references, so that it takes linear time on any text.</param>
/// <param name="Required">Nothing is handed over without one.</param>
public sealed record OrderPatternRequest(string Pattern, bool Required);
