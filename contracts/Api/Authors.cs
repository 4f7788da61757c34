namespace TriageMesh.Contracts.Api;

/// <summary>An author who is treated otherwise than most.</summary>
public sealed record ListedAuthor(string Channel, string Account, AuthorView Author, long Mentions, bool TierByPerson);

/// <summary>PUT /authors/tier: from then on a platform's own word on the author does not count.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Account">Our account there.</param>
/// <param name="AuthorId">The platform's id of the author.</param>
/// <param name="Tier">Blocked: what they write is kept and labelled, and makes no work.</param>
/// <param name="Reason">Why, for the record.</param>
public sealed record AuthorTierRequest(string Channel, string Account, string AuthorId, AuthorTier Tier, string Reason);
