using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace TriageMesh.Platform.Security;

/// <summary>Seals secrets that must be kept and read again (AES-256-GCM under a key derived from the signing key), so that a copy of the database gives none away.</summary>
public sealed class SealedText(IOptions<SecurityOptions> options)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private static readonly byte[] Purpose = "triagemesh sealed text"u8.ToArray();

    /// <summary>Seals a text; every call gives other bytes.</summary>
    public byte[] Seal(string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var box = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using var cipher = new AesGcm(Key(), TagBytes);
        cipher.Encrypt(
            box.AsSpan(0, NonceBytes),
            plain,
            box.AsSpan(NonceBytes + TagBytes),
            box.AsSpan(NonceBytes, TagBytes)
        );
        return box;
    }

    /// <summary>Opens what <see cref="Seal"/> gave; null where it was sealed under another key, or changed.</summary>
    public string? Open(byte[] box)
    {
        if (box.Length < NonceBytes + TagBytes)
        {
            return null;
        }

        var plain = new byte[box.Length - NonceBytes - TagBytes];
        using var cipher = new AesGcm(Key(), TagBytes);
        try
        {
            cipher.Decrypt(
                box.AsSpan(0, NonceBytes),
                box.AsSpan(NonceBytes + TagBytes),
                box.AsSpan(NonceBytes, TagBytes),
                plain
            );
        }
        catch (CryptographicException)
        {
            return null;
        }

        return Encoding.UTF8.GetString(plain);
    }

    private byte[] Key() =>
        HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            Convert.FromBase64String(options.Value.SigningKey),
            outputLength: 32,
            info: Purpose
        );
}
