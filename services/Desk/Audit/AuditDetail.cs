using Microsoft.AspNetCore.Http;

namespace TriageMesh.Desk.Audit;

/// <summary>What an act says of itself for the audit log: names of settings, roles, scopes; never words of people.</summary>
internal static class AuditDetail
{
    private static readonly object Key = new();

    /// <summary>Notes one thing: <c>roles=agent,lead</c>, or what it was before too: <c>roles=agent&gt;agent,lead</c>.</summary>
    public static void Note(HttpContext context, string name, string value) =>
        context.Items[Key] = Of(context) is { } before ? $"{before} {name}={value}" : $"{name}={value}";

    public static string? Of(HttpContext context) =>
        context.Items.TryGetValue(Key, out var detail) ? (string?)detail : null;
}
