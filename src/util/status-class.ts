/** Whether a status is a 2xx; that of no answer is not. */
export const isSuccess = (status = 0): boolean => status >= 200 && status < 300;
export const isClientError = (status: number): boolean => status >= 400 && status < 500;
