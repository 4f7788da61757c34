namespace TriageMesh.Domain.Praise;

/// <summary>How an author is named beside what they wrote.</summary>
public static class CreditLine
{
    /// <summary>A person's words where there are some; else the handle, the name or the id, and the platform.</summary>
    public static string For(string? chosen, string? handle, string? name, string authorId, string channel) =>
        !string.IsNullOrWhiteSpace(chosen) ? chosen
        : !string.IsNullOrWhiteSpace(handle) ? $"@{handle.TrimStart('@')} ({channel})"
        : $"{(string.IsNullOrWhiteSpace(name) ? authorId : name)} ({channel})";
}
