namespace TriageMesh.Contracts.Messages;

/// <summary>Posts that are gone from their platform, or whose authors are, 1 to 256 of them.</summary>
public sealed record MentionsWithdrawn(IReadOnlyList<WithdrawnMention> Mentions);

/// <summary>A mention that may not be shown any more.</summary>
public sealed record WithdrawnMention(Guid MentionId, WithdrawalReason Reason);
