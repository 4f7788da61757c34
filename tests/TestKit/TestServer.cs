namespace TriageMesh.TestKit;

/// <summary>The addresses of the real servers that <c>tests/run</c> starts and hands to the specifications.</summary>
internal static class TestServer
{
    /// <summary>The address in <paramref name="variable"/>, or null.</summary>
    public static string? Address(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } address ? address : null;

    /// <summary>Skips on a laptop without the server; on the build server its absence is a failure.</summary>
    public static void Missing(string variable, Action<string> skip)
    {
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException($"{variable} is not set, and CI=true allows no skipping.");
        }

        skip($"Needs a real server: run tests/run, or set {variable}.");
    }
}
