using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace TriageMesh.Desk.SignIn;

/// <summary>Salted PBKDF2-SHA512. Hashing is slow on purpose, so only as many run at once as there are processors.</summary>
internal sealed class Passwords : IDisposable
{
    public const int Shortest = 10;
    public const int Longest = 200;
    private const int Iterations = 210_000;

    private readonly PasswordHasher<object> _hasher = new(
        Options.Create(new PasswordHasherOptions { IterationCount = Iterations })
    );
    private readonly SemaphoreSlim _turns = new(Environment.ProcessorCount);
    private readonly string _nobody;

    public Passwords() => _nobody = _hasher.HashPassword(this, Guid.NewGuid().ToString());

    public Task<string> HashAsync(string password, CancellationToken cancellationToken) =>
        InTurnAsync(() => _hasher.HashPassword(this, password), cancellationToken);

    /// <summary>Checks <paramref name="password"/>; without a hash it takes the same time and says no.</summary>
    public Task<bool> FitsAsync(string? hash, string? password, CancellationToken cancellationToken) =>
        InTurnAsync(
            () =>
                _hasher.VerifyHashedPassword(this, hash ?? _nobody, password ?? "") != PasswordVerificationResult.Failed
                && hash is not null,
            cancellationToken
        );

    /// <summary>What is wrong with a new password; null where nothing is.</summary>
    public static string? Fault(string? password, string userName) =>
        password is null || password.Length is < Shortest or > Longest
            ? $"A password has {Shortest} to {Longest} characters."
        : password.Contains(userName, StringComparison.OrdinalIgnoreCase) ? "A password must not contain the user name."
        : null;

    public void Dispose() => _turns.Dispose();

    private async Task<T> InTurnAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(work, cancellationToken);
        }
        finally
        {
            _turns.Release();
        }
    }
}
