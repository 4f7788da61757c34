using TriageMesh.Domain.Mentions;

namespace TriageMesh.Domain.Praise;

/// <summary>How an author is named beside what they wrote.</summary>
public static class CreditLine
{
    /// <summary>A person's words where there are some; else the handle, the name or the id, and the platform, as those call it who read the post's language.</summary>
    public static string For(
        string? chosen,
        string? handle,
        string? name,
        string authorId,
        string channel,
        string? language
    )
    {
        if (!string.IsNullOrWhiteSpace(chosen))
        {
            return chosen;
        }

        var author =
            !string.IsNullOrWhiteSpace(handle) ? $"@{handle.TrimStart('@')}"
            : string.IsNullOrWhiteSpace(name) ? authorId
            : name;
        return $"{author} ({PlatformNames.Of(channel, language)})";
    }
}
