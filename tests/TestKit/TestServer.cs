namespace TriageMesh.TestKit;

/// <summary>The addresses of the real servers that <c>tests/run</c> starts and hands to the specifications.</summary>
internal static class TestServer
{
    /// <summary>The address in <paramref name="variable"/>, or null.</summary>
    public static string? Address(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } address ? address : null;

    /// <summary>What a specification that needs the server fails with where there is none: it is never skipped.</summary>
    public static InvalidOperationException Missing(string variable) =>
        new($"Needs a real server: run tests/run, or set {variable}.");
}
