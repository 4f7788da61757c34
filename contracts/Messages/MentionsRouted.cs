namespace TriageMesh.Contracts.Messages;

/// <summary>The router has kept these mentions: each has its label and, where it is work, its ticket.</summary>
public sealed record MentionsRouted(IReadOnlyList<Guid> MentionIds);
